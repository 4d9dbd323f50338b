import type { Check, Violation } from './check.ts';

/** A consumer that keeps the order of keys handled each key's events in the order of their appends. */
export const keyOrder: Check<'published' | 'witnessed' | 'consumers' | 'deadLetters'> = {
  name: 'order per key',
  find({ published, witnessed, consumers, deadLetters }) {
    const appends = new Map(published.map((row) => [row.messageId, row]));
    const ordered = new Set(consumers.filter((each) => each.ordered).map(({ name }) => name));
    // Later events proceed past a dead letter, so its replay comes out of order.
    const parked = new Set([
      ...deadLetters.map(({ eventId }) => eventId),
      ...witnessed.filter(({ outcome }) => outcome === 'dead').map(({ messageId }) => messageId),
    ]);
    const effects = witnessed.filter(
      ({ consumer, messageId, outcome }) =>
        outcome === 'handled' && ordered.has(consumer) && appends.has(messageId) && !parked.has(messageId),
    );
    const groups = Map.groupBy(effects, ({ consumer, messageId }) => {
      const { service, key } = appends.get(messageId)!;
      return `${consumer} ${service} ${key}`;
    });
    return [...groups].flatMap(([of, rows]): Violation[] => {
      if (rows.some(({ messageId }) => appends.get(messageId)!.resent)) return [];
      const ids = rows
        .toSorted((a, b) => Number(a.sequence - b.sequence))
        .map(({ messageId }) => appends.get(messageId)!.id);
      const inverted = ids.findIndex((id, index) => index > 0 && id < ids[index - 1]!);
      return inverted < 0 ? [] : [{ kind: 'reordered', of, detail: `appended as ${ids.join(', ')}` }];
    });
  },
};
