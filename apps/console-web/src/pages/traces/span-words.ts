import type { SpanView } from '@waybill/console-api';

/** What follows the event's type in a subject's template: `.v1.{lane}.{partition}`. */
const AFTER_TYPE = /\.v\d+(\..*)?$/;

/** The event's type of a message span: `order.placed`. */
export function eventType({ name, step }: Pick<SpanView, 'name' | 'step'>): string | undefined {
  return step === undefined ? undefined : name.slice(name.indexOf(' ') + 1).replace(AFTER_TYPE, '');
}

/** The title of a span's row: what was done, and to which event or by which handler. */
export function spanTitle(span: Pick<SpanView, 'name' | 'step' | 'attributes'>): {
  verb?: string;
  what: string;
} {
  const type = eventType(span);
  if (type === undefined) return { what: span.name };
  const handler = span.step === 'process' && span.attributes['waybill.process.handler'];
  return { verb: VERBS[span.step!], what: typeof handler === 'string' ? handler : type };
}

type Step = NonNullable<SpanView['step']>;

const VERBS: Readonly<Record<Step, string>> = {
  create: 'append',
  publish: 'publish',
  process: 'handle',
  dead_letter: 'dead-letter',
  replay: 'replay',
};

/** The title of a span of which only the name is known: `replay order.placed`; any other name as it is. */
export function nameWords(name: string): string {
  const [operation] = name.split(' ', 1);
  const verb = VERBS[operation as Step];
  return verb === undefined ? name : `${verb} ${eventType({ name, step: 'create' })}`;
}

export const STEP_MEANINGS: Readonly<Record<Step, string>> = {
  create: 'The event was written to the outbox, in the same transaction as the change that it reports.',
  publish: 'The relay published it from the outbox, and the broker confirmed that it is stored.',
  process: 'A consumer’s handler ran with the event.',
  dead_letter: 'The consumer gave up on the event and dead-lettered it.',
  replay: 'A dead letter was sent again, to the one consumer that had failed.',
};

/** How a handler’s run ended, with its tone. */
export function outcomeWords(
  span: Pick<SpanView, 'outcome' | 'status' | 'step'>,
): { words: string; tone: 'good' | 'warn' | 'bad' | 'neutral' } | undefined {
  switch (span.outcome) {
    case 'handled':
      return { words: 'handled', tone: 'good' };
    case 'duplicate':
      return { words: 'duplicate: skipped', tone: 'neutral' };
    case 'discarded':
      return { words: 'discarded by its handler', tone: 'neutral' };
    case 'retried':
      return { words: 'failed, retried', tone: 'warn' };
    case 'halved':
      return { words: 'failed, retried in halves', tone: 'warn' };
    case 'dead-lettered':
      return { words: 'gave up', tone: 'bad' };
  }
  if (span.step === 'dead_letter') return { words: 'dead letter', tone: 'bad' };
  return span.status === 'error' ? { words: 'error', tone: 'bad' } : undefined;
}
