import type { ConsumerView } from '@waybill/console-api';
import { formatCount, formatDuration, formatRate } from '../../ui/format.ts';

type Load = Pick<
  ConsumerView,
  'missing' | 'durables' | 'pending' | 'ackPending' | 'arrivalPerSecond' | 'servicePerSecond' | 'drainSeconds'
>;

export type LoadTone = 'missing' | 'idle' | 'keeping-up' | 'draining' | 'falling-behind' | 'unknown';

export interface LoadWords {
  tone: LoadTone;
  /** For the column: `4 s`, `under a second`, `never`, `empty`. */
  drain: string;
  /** The same with its reason, for a person who does not know the formula. */
  sentence: string;
}

/** Above this a rate that was worked out from a few short runs says no more than that it is plenty. */
const PLENTY_PER_SECOND = 10_000;

/** What could be handled a second. It is worked out, not counted, so that large figures would be false precision. */
export function capacityWords(perSecond: number): string {
  return perSecond > PLENTY_PER_SECOND ? `over ${formatRate(PLENTY_PER_SECOND)}` : formatRate(perSecond);
}

/** How a consumer stands against what arrives. */
export function loadWords({
  missing,
  durables,
  pending,
  ackPending,
  arrivalPerSecond,
  servicePerSecond,
  drainSeconds,
}: Load): LoadWords {
  if (missing > 0) {
    const all = durables.length;
    return {
      tone: 'missing',
      drain: 'never',
      sentence: `The broker lacks ${missing === all ? 'every durable' : `${missing} of ${all} durables`} of it: what should come that way waits, and is not counted.`,
    };
  }
  const arrives = `${formatRate(arrivalPerSecond)} arrive`;
  if (pending + ackPending === 0) {
    return arrivalPerSecond > 0
      ? { tone: 'keeping-up', drain: 'empty', sentence: `No backlog: ${arrives}, and all of it is handled.` }
      : { tone: 'idle', drain: 'empty', sentence: 'No backlog, and nothing arrives.' };
  }
  const backlog = [
    pending > 0 && `${formatCount(pending)} ${pending === 1 ? 'waits' : 'wait'}`,
    ackPending > 0 && `${formatCount(ackPending)} in hand`,
  ]
    .filter(Boolean)
    .join(', ');
  if (servicePerSecond === null) {
    return {
      tone: 'unknown',
      drain: 'unknown',
      sentence: `${backlog}. How fast they can be handled is not known: none has been yet, or nobody runs who could.`,
    };
  }
  const handles = `${capacityWords(servicePerSecond)} can be handled`;
  if (drainSeconds === null) {
    return {
      tone: 'falling-behind',
      drain: 'never',
      sentence: `${backlog}, ${arrives} and only ${handles}: the backlog grows until that changes.`,
    };
  }
  const quick = drainSeconds < 1;
  const drain = quick ? 'under a second' : formatDuration(drainSeconds * 1_000);
  return {
    tone: quick ? 'keeping-up' : 'draining',
    drain,
    sentence: `${backlog}, ${arrives}, ${handles}: empty in ${quick ? drain : `about ${drain}`}.`,
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
    'Messages that it could settle a second, by what its last runs did and how many may run at once, while the service’s other consumers rest.',
  utilisation: 'Arrival rate over service rate. At 100 % and more the backlog grows.',
  drain:
    'How long until the backlog is gone: backlog ÷ (service rate − arrival rate). Never, while more arrives than can be handled.',
} as const;
