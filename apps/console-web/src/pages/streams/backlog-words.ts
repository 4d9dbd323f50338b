import type { ConsumerView } from '@waybill/console-api';
import type { Tone } from '../../ui/badge.tsx';
import { formatCount, formatDuration, formatMoment, formatRate } from '../../ui/format.ts';

type Load = Pick<
  ConsumerView,
  'missing' | 'durables' | 'pending' | 'ackPending' | 'arrivalPerSecond' | 'servicePerSecond' | 'drainSeconds'
>;

interface LoadWords {
  tone: Tone;
  /** For the column: `4 s`, `under a second`, `never`, `empty`. */
  drain: string;
  /** The same with its reason. */
  sentence: string;
}

/** Above this, a rate that is computed from a few short runs would be false precision. */
const PLENTY_PER_SECOND = 10_000;

/** How many messages can be handled a second: an estimate. */
export function capacityWords(perSecond: number): string {
  return perSecond > PLENTY_PER_SECOND ? `over ${formatRate(PLENTY_PER_SECOND)}` : formatRate(perSecond);
}

/** Why a consumer handles nothing on purpose, if so. */
export function stopWords(
  { paused, waitsFor }: Pick<ConsumerView, 'paused' | 'waitsFor'>,
  now: Date,
): string | undefined {
  if (paused) {
    const end = paused.until ? `until ${formatMoment(paused.until, now)}` : 'until it is resumed';
    return `Paused ${end}${paused.reason ? `: ${paused.reason}` : ''}. What arrives waits in the stream.`;
  }
  if (waitsFor) {
    return `Waits for ${waitsFor.dependency}, which a handler found down: one message probes it every few seconds, and no attempt is used up.`;
  }
  return undefined;
}

/** Whether a consumer keeps up with what arrives. */
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
      tone: 'bad',
      drain: 'never',
      sentence: `The broker lacks ${missing === all ? 'every durable' : `${missing} of ${all} durables`} of it: their messages wait, and are not counted.`,
    };
  }
  const arrives = `${formatRate(arrivalPerSecond)} arrive`;
  if (pending + ackPending === 0) {
    return arrivalPerSecond > 0
      ? { tone: 'good', drain: 'empty', sentence: `No backlog: ${arrives}, and all of it is handled.` }
      : { tone: 'neutral', drain: 'empty', sentence: 'No backlog, and nothing arrives.' };
  }
  const backlog = [
    pending > 0 && `${formatCount(pending)} ${pending === 1 ? 'waits' : 'wait'}`,
    ackPending > 0 && `${formatCount(ackPending)} being handled`,
  ]
    .filter(Boolean)
    .join(', ');
  if (servicePerSecond === null) {
    return {
      tone: 'neutral',
      drain: 'unknown',
      sentence: `${backlog}. How fast they can be handled is not known: none has been handled yet, or the consumer does not run.`,
    };
  }
  const handles = `${capacityWords(servicePerSecond)} can be handled`;
  if (drainSeconds === null) {
    return {
      tone: 'bad',
      drain: 'never',
      sentence: `${backlog}, ${arrives} and only ${handles}: the backlog grows until that changes.`,
    };
  }
  const quick = drainSeconds < 1;
  const drain = quick ? 'under a second' : formatDuration(drainSeconds * 1_000);
  return {
    tone: quick ? 'good' : 'warn',
    drain,
    sentence: `${backlog}, ${arrives}, ${handles}: empty in ${quick ? drain : `about ${drain}`}.`,
  };
}

/** The columns of the table of consumers. */
export const EXPLANATIONS = {
  pending: 'Stored in the stream for this consumer and not delivered to it yet.',
  ackPending: 'Delivered and not acknowledged yet: being handled now, or waiting for a retry.',
  redelivered:
    'Unacknowledged messages that were delivered more than once: a handler failed, or a process was killed.',
  arrival: 'New messages for this consumer a second, over the last ten seconds.',
  service:
    'Messages that it could handle a second, estimated from its last runs and its concurrency, while the service’s other consumers are idle.',
  utilisation: 'Arrival rate over service rate. At 100 % and more the backlog grows.',
  drain:
    'How long until the backlog is gone: backlog ÷ (service rate − arrival rate). Never, while more arrives than can be handled.',
} as const;
