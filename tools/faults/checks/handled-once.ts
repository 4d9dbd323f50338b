import { matchesSubject } from '@waybill/messaging/operations';
import type { Check, Violation } from './check.ts';

/** Of the outcomes of an inbox row; `dead` is a dead letter, which a check of its own looks at. */
const EFFECTIVE = ['handled', 'discarded'];

/** Every event of an outbox took effect once with every consumer that takes it; accepted behaviour too. */
export const handledOnce: Check<
  'published' | 'behaviour' | 'consumers' | 'witnessed' | 'deadLetters' | 'planned'
> = {
  name: 'effects once',
  find({ published, behaviour, consumers, witnessed, deadLetters, planned }) {
    const effects = Map.groupBy(
      witnessed.filter(({ outcome }) => EFFECTIVE.includes(outcome)),
      ({ consumer, messageId }) => `${consumer} ${messageId}`,
    );
    const dead = new Set(deadLetters.map(({ consumer, eventId }) => `${consumer} ${eventId}`));
    const lost = (consumer: string, messageId: string, what: string): Violation[] =>
      effects.has(`${consumer} ${messageId}`) || dead.has(`${consumer} ${messageId}`)
        ? []
        : [{ kind: 'lost', of: what, detail: `${consumer} never handled ${messageId}` }];

    const ofOutboxes = published.flatMap(({ subject, messageId, key }) =>
      consumers
        .filter(({ filters }) => filters.some((filter) => matchesSubject(filter, subject)))
        .flatMap(({ name }) => lost(name, messageId, key)),
    );
    const ofBehaviour = planned.behaviourLost
      ? []
      : behaviour.flatMap((eventId) =>
          consumers
            .filter(({ filters }) => filters.some((filter) => filter.startsWith('behavior.product-viewed.')))
            .flatMap(({ name }) => lost(name, eventId, eventId)),
        );
    const doubled = [...effects].flatMap(([of, rows]): Violation[] =>
      rows.length > 1 ? [{ kind: 'doubled', of, detail: `took effect ${rows.length} times` }] : [],
    );
    return [...ofOutboxes, ...ofBehaviour, ...doubled];
  },
};
