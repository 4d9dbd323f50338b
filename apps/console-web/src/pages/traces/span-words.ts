import type { SpanView } from '@waybill/console-api';

/** What follows the event's type in a subject's template: `.v1.{lane}.{partition}`. */
const AFTER_TYPE = /\.v\d+(\..*)?$/;

/** The event's type of a message span: `order.placed`. */
export function eventType({ name, step }: Pick<SpanView, 'name' | 'step'>): string | undefined {
  return step === undefined ? undefined : name.slice(name.indexOf(' ') + 1).replace(AFTER_TYPE, '');
}

/** The span in the words of a row: what was done, and to what or by whom. */
export function spanTitle(span: Pick<SpanView, 'name' | 'step' | 'attributes'>): {
  verb?: string;
  what: string;
} {
  const type = eventType(span);
  if (type === undefined) return { what: span.name };
  const handler = span.attributes['waybill.process.handler'];
  switch (span.step!) {
    case 'create':
      return { verb: 'append', what: type };
    case 'publish':
      return { verb: 'publish', what: type };
    case 'process':
      return { verb: 'handle', what: typeof handler === 'string' ? handler : type };
    case 'dead_letter':
      return { verb: 'dead-letter', what: type };
    case 'replay':
      return { verb: 'replay', what: type };
  }
}

const VERBS: Readonly<Record<string, string>> = {
  create: 'append',
  publish: 'publish',
  process: 'handle',
  dead_letter: 'dead-letter',
  replay: 'replay',
};

/** A span's name where nothing but the name is known: `replay order.placed`; any other name as it is. */
export function nameWords(name: string): string {
  const [operation = ''] = name.split(' ', 1);
  const verb = VERBS[operation];
  return verb === undefined ? name : `${verb} ${eventType({ name, step: 'create' })}`;
}

/** What a message's step is, for who sees the first one of its kind. */
export function stepMeaning(step: NonNullable<SpanView['step']>): string {
  return {
    create: 'The event was written to the outbox, in the same transaction as what it tells of.',
    publish: 'The relay took it from the outbox and sent it; the broker confirmed that it is stored.',
    process: 'A consumer’s handler ran with the event.',
    dead_letter: 'The consumer gave up on the event and put it aside for somebody to look at.',
    replay: 'Somebody sent a dead letter again, to the one consumer that had failed.',
  }[step];
}

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
      return { words: 'discarded by decision', tone: 'neutral' };
    case 'retried':
      return { words: 'failed, retried', tone: 'warn' };
    case 'halved':
      return { words: 'failed, tried in halves', tone: 'warn' };
    case 'dead-lettered':
      return { words: 'gave up', tone: 'bad' };
  }
  if (span.step === 'dead_letter') return { words: 'dead letter', tone: 'bad' };
  return span.status === 'error' ? { words: 'error', tone: 'bad' } : undefined;
}
