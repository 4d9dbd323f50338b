import type { ConsumerView } from '@waybill/console-api';

type Load = Pick<
  ConsumerView,
  'pending' | 'ackPending' | 'arrivalPerSecond' | 'servicePerSecond' | 'utilisation' | 'drainSeconds'
>;

export type LoadTone = 'idle' | 'keeping-up' | 'draining' | 'falling-behind' | 'unknown';

export interface LoadWords {
  tone: LoadTone;
  /** For the column: `4 s`, `never`, `empty`. */
  drain: string;
  /** The same with its reason, for a person who does not know the formula. */
  sentence: string;
}

/** How a consumer stands against what arrives. `pace` and `span` write a rate and a duration. */
export function loadWords(
  { pending, ackPending, arrivalPerSecond, servicePerSecond, utilisation, drainSeconds }: Load,
  pace: (perSecond: number) => string,
  span: (seconds: number) => string,
): LoadWords {
  const backlog = pending + ackPending;
  const arrives = `${pace(arrivalPerSecond)} arrive`;
  if (backlog === 0) {
    return arrivalPerSecond > 0
      ? { tone: 'keeping-up', drain: 'empty', sentence: `No backlog: ${arrives}, and all of it is handled.` }
      : { tone: 'idle', drain: 'empty', sentence: 'No backlog, and nothing arrives.' };
  }
  const waits = `${backlog} ${backlog === 1 ? 'waits' : 'wait'}`;
  if (servicePerSecond === null || utilisation === null) {
    return {
      tone: 'unknown',
      drain: 'unknown',
      sentence: `${waits}. How fast they can be handled is not known before the first one has been.`,
    };
  }
  const handles = `up to ${pace(servicePerSecond)} can be handled`;
  if (drainSeconds === null) {
    return {
      tone: 'falling-behind',
      drain: 'never',
      sentence: `${waits}, ${arrives} and only ${handles}: the backlog grows until that changes.`,
    };
  }
  return {
    tone: 'draining',
    drain: span(drainSeconds),
    sentence: `${waits}, ${arrives}, ${handles}: empty in about ${span(drainSeconds)}.`,
  };
}

/** What each column of the consumers' table means. */
export const EXPLANATIONS = {
  pending: 'Stored in the stream for this consumer and not delivered to it yet.',
  ackPending: 'Delivered and not settled yet: being handled now, or waiting for a retry.',
  redelivered:
    'Not settled messages that were delivered more than once: a handler failed, or a process died.',
  arrival: 'New messages for this consumer a second, over the last ten seconds.',
  service:
    'Messages that it could settle a second: handlers at once, divided by the mean time that one takes.',
  utilisation: 'Arrival rate over service rate. At 100 % and more the backlog grows.',
  drain:
    'How long until the backlog is gone: backlog ÷ (service rate − arrival rate). Never, while more arrives than can be handled.',
} as const;
