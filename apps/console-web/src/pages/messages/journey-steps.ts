import type { ConsumerProgress, MessageDelivery, MessageJourney } from '@waybill/console-api';
import { aheadWords } from '../../delivery/completeness.ts';
import { formatDuration } from '../../ui/format.ts';
import type { Step } from './sequence.ts';

/** For a message whose stream is not known. */
const UNKNOWN_STREAM = 'stream:?';

/**
 * Every step of one message, in order. The clocks of several machines may differ slightly, so a step is shown no earlier
 * than its cause.
 */
export function journeySteps(journey: MessageJourney): Step[] {
  const taken = [...appendStep(journey), ...dueStep(journey), ...publishStep(journey)];
  const stored = taken.at(-1)?.at;
  const steps = [...taken, ...outboxWait(journey)];
  for (const consumer of consumersOf(journey)) steps.push(...consumerSteps(journey, consumer, stored));
  return steps.map((step) => ({ eventId: journey.eventId, traceId: journey.traceId, ...step }));
}

function appendStep({ eventId, service, type, appended }: MessageJourney): Step[] {
  if (!appended) return [];
  const { at, outboxId } = appended;
  return [
    {
      id: `${eventId}/append`,
      from: `service:${service}`,
      to: `outbox:${service}`,
      title: type,
      detail: `row ${outboxId}`,
      more: 'appended in the transaction that changed the data',
      tone: 'plain',
      at: Date.parse(at),
    },
  ];
}

/** Until when it waited, and what ended that. */
function dueStep({ eventId, service, scheduled, published }: MessageJourney): Step[] {
  if (!scheduled) return [];
  const { dueAt, cancelledAt } = scheduled;
  if (cancelledAt === undefined && !published) return [];
  const step = { from: `outbox:${service}`, to: `outbox:${service}`, tone: 'plain' as const };
  return cancelledAt === undefined
    ? [{ ...step, id: `${eventId}/due`, title: 'due', detail: 'the wait is over', at: Date.parse(dueAt) }]
    : [
        {
          ...step,
          id: `${eventId}/cancelled`,
          title: 'cancelled',
          detail: 'before it was due: it is never published',
          at: Date.parse(cancelledAt),
        },
      ];
}

function publishStep({ eventId, service, subject, appended, published, deliveries }: MessageJourney): Step[] {
  if (!published) return [];
  const { at, stream, sequence } = published;
  // The broker's ack may reach the relay after the message has reached a consumer.
  const stored = Math.min(Date.parse(at), ...deliveries.map(({ startedAt }) => Date.parse(startedAt)));
  return [
    {
      id: `${eventId}/publish`,
      from: appended ? `outbox:${service}` : `service:${service}`,
      to: `stream:${stream}`,
      title: `${stream} ${sequence}`,
      detail: subject,
      more: appended ? 'published by the relay' : 'published directly to the broker',
      tone: 'plain',
      at: notBefore(stored, appended && Date.parse(appended.at)),
    },
  ];
}

function outboxWait({ eventId, service, published, scheduled, waiting }: MessageJourney): Step[] {
  if (published || !waiting) return [];
  const { attempts, lastError, parked } = waiting;
  const refused = attempts > 0 ? `refused ${times(attempts)}${lastError ? `: ${lastError}` : ''}` : undefined;
  return [
    {
      id: `${eventId}/waiting`,
      from: `outbox:${service}`,
      to: `outbox:${service}`,
      title: waitWords(parked, scheduled?.dueAt),
      detail: refused,
      tone: parked ? 'bad' : 'expected',
    },
  ];
}

function waitWords(parked: boolean, dueAt: string | undefined): string {
  if (parked) return 'parked: the broker refused it at every attempt';
  return dueAt !== undefined && Date.parse(dueAt) > Date.now()
    ? `waits until ${dueAt.slice(0, 19).replace('T', ' ')} UTC`
    : 'waits for the relay';
}

/** The consumers that have to handle it, then those that did without being declared. */
function consumersOf({ consumers, deliveries }: MessageJourney): string[] {
  return [...new Set([...consumers, ...deliveries].map(({ consumer }) => consumer))];
}

function consumerSteps(journey: MessageJourney, consumer: string, stored: number | undefined): Step[] {
  const { eventId, deliveries } = journey;
  const steps: Step[] = [];
  const mine = deliveries
    .filter((each) => each.consumer === consumer)
    .toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt) || a.attempt - b.attempt);
  let earliest = stored;
  mine.forEach((delivery, index) => {
    const step = deliveryStep(journey, delivery, index, earliest);
    earliest = step.at! + (delivery.durationMs ?? 0);
    steps.push(step, ...backOff(step, delivery, mine[index + 1], earliest));
  });
  for (const letter of journey.deadLettered.filter((each) => each.consumer === consumer)) {
    const at = notBefore(Date.parse(letter.at), mine[0] && Date.parse(mine[0].startedAt));
    steps.push({
      id: `${eventId}/dead-letter/${letter.id}`,
      from: serviceLane(journey, consumer),
      to: 'dead-letters',
      title: `dead letter${letter.state === 'open' ? '' : `, ${letter.state}`}`,
      detail: letter.reason,
      more: `given up by ${consumer}`,
      tone: letter.state === 'open' ? 'bad' : 'warn',
      at,
    });
  }
  for (const replay of journey.replayed.filter((each) => each.consumer === consumer)) {
    steps.push({
      id: `${eventId}/replay/${replay.deadLetterId}/${replay.at}`,
      from: 'dead-letters',
      to: serviceLane(journey, consumer),
      title: 'replayed',
      detail: 'to this consumer alone',
      more: consumer,
      tone: 'plain',
      at: Date.parse(replay.at),
      ...(replay.traceId && { traceId: replay.traceId }),
    });
  }
  const progress = journey.consumers.find((each) => each.consumer === consumer);
  return progress ? [...steps, ...openSteps(journey, progress, mine.length > 0)] : steps;
}

function deliveryStep(
  journey: MessageJourney,
  delivery: MessageDelivery,
  index: number,
  earliest: number | undefined,
): Step {
  const { consumer, service, handler, attempt, outcome, startedAt, durationMs, error, traceId } = delivery;
  return {
    id: `${journey.eventId}/${consumer}/${attempt}/${index}`,
    from: streamLane(journey),
    to: `service:${service}`,
    title: attempt > 1 ? `${journey.type}, attempt ${attempt}` : journey.type,
    detail: outcomeWords(outcome, durationMs, error?.message),
    more: handler ? `${handler} of ${consumer}` : consumer,
    tone: OUTCOME_TONES[outcome] ?? 'plain',
    at: notBefore(Date.parse(startedAt), earliest),
    durationMs,
    ...(traceId && { traceId }),
  };
}

const OUTCOME_TONES: Record<string, Step['tone']> = {
  handled: 'good',
  duplicate: 'plain',
  discarded: 'warn',
  retried: 'warn',
  failed: 'warn',
  halved: 'warn',
  'dead-lettered': 'bad',
};

function outcomeWords(outcome: string, durationMs: number | undefined, error: string | undefined): string {
  const took = durationMs === undefined ? '' : ` in ${formatDuration(durationMs)}`;
  if (outcome === 'duplicate') return 'duplicate: already in the inbox, nothing was done';
  if (outcome === 'retried' || outcome === 'failed') return `failed${took}${error ? `: ${error}` : ''}`;
  if (outcome === 'halved') return `batch failed${took}, retried in halves`;
  if (outcome === 'dead-lettered') return `given up${took}${error ? `: ${error}` : ''}`;
  return `${outcome}${took}`;
}

function backOff(
  step: Step,
  { outcome }: MessageDelivery,
  next: MessageDelivery | undefined,
  endedAt: number,
): Step[] {
  if (!next || (outcome !== 'retried' && outcome !== 'failed')) return [];
  const waited = Date.parse(next.startedAt) - endedAt;
  if (!(waited >= 1)) return [];
  return [
    {
      id: `${step.id}/back-off`,
      from: step.from,
      to: step.from,
      title: `back-off ${formatDuration(waited)}`,
      detail: `then attempt ${next.attempt}`,
      tone: 'warn',
      at: endedAt,
      durationMs: waited,
    },
  ];
}

/** What a consumer still has to do, or did at a time that is not known. */
function openSteps(journey: MessageJourney, progress: ConsumerProgress, delivered: boolean): Step[] {
  const words = openWords(progress, delivered);
  if (!words || !journey.published) return [];
  const { consumer, service, handler } = progress;
  return [
    {
      id: `${journey.eventId}/${consumer}/open`,
      from: streamLane(journey),
      to: `service:${service}`,
      more: `${handler} of ${consumer}`,
      tone: progress.state === 'lost' ? 'bad' : 'expected',
      ...words,
    },
  ];
}

function openWords(
  { state, service, lag, attempts }: ConsumerProgress,
  delivered: boolean,
): Pick<Step, 'title' | 'detail'> | undefined {
  switch (state) {
    case 'pending':
      return {
        title: `waiting for ${service}`,
        detail: aheadWords(lag),
      };
    case 'waiting':
      return {
        title: `waiting for a replica of ${service}`,
        detail: 'no running one knows this event, or this version of it',
      };
    case 'retrying':
      return { title: `${service} retries`, detail: `failed ${times(attempts)} so far` };
    case 'unknown':
      return { title: `${service} does not respond`, detail: 'so it is not known whether it is handled' };
    case 'done':
      return delivered
        ? undefined
        : { title: `handled by ${service}`, detail: 'according to its inbox; there is no span' };
    case 'unrecorded':
      return {
        title: `${service} has no record of it`,
        detail: 'the ack floor is past it: the outcome is not known',
      };
    case 'lost':
      return { title: `lost to ${service}`, detail: 'gone from the stream, never handled' };
    case 'dead-lettered':
      return undefined;
  }
}

function streamLane({ published }: MessageJourney): string {
  return published ? `stream:${published.stream}` : UNKNOWN_STREAM;
}

function serviceLane({ consumers, deliveries }: MessageJourney, consumer: string): string {
  const known = [...consumers, ...deliveries].find((each) => each.consumer === consumer);
  return `service:${known?.service ?? consumer}`;
}

function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}

function notBefore(at: number, cause: number | undefined): number {
  return cause === undefined ? at : Math.max(at, cause);
}
