import type { ConsumerPlan } from '../consumer/plan.js';
import { OWNER } from '../transport/metadata.js';
import type { ConsumerStatus, StreamReader } from '../transport/stream-transport.js';

/** Every durable of the streams that the plans pull from, by stream and name. */
export async function surveyDurables(
  reader: Pick<StreamReader, 'durables'>,
  plans: readonly ConsumerPlan[],
): Promise<Map<string, ConsumerStatus>> {
  const streams = [...new Set(plans.map(({ declaration }) => declaration.stream))];
  const durables = (await Promise.all(streams.map((stream) => reader.durables(stream)))).flat();
  return new Map(durables.map((durable) => [keyOf(durable), durable]));
}

export function keyOf({ stream, name }: { stream: string; name: string }): string {
  return `${stream} ${name}`;
}

/** The event types that a durable pulls; `*` for one of replays. */
export function typesOf({ filters }: Pick<ConsumerStatus, 'filters'>): string[] {
  return [
    ...new Set(
      filters.map((filter) => {
        const [domain, event] = filter.split('.');
        return domain === 'dead' ? '*' : `${domain}.${event}`;
      }),
    ),
  ];
}

/** Those that belong to a consumer under one of its names, also those of another partition count or ordering, and of older replicas. */
export function durablesOf(
  durables: Iterable<ConsumerStatus>,
  names: readonly string[],
  stream: string,
): ConsumerStatus[] {
  return [...durables].filter(
    (durable) => durable.stream === stream && names.includes(durable.metadata[OWNER.consumer] ?? ''),
  );
}

/**
 * The time up to which the durable has completed all that it pulls: now, if nothing waits; else when the first message
 * after that was stored, of whatever subject.
 */
export async function completedUntil(
  reader: Pick<StreamReader, 'readPage'>,
  { stream, numPending, numAckPending, completedTo, observedAt }: ConsumerStatus,
): Promise<Date> {
  if (numPending === 0 && numAckPending === 0) return new Date(observedAt);
  const [first] = await reader.readPage(stream, { from: { after: completedTo }, limit: 1 });
  return new Date(first?.storedAt ?? observedAt);
}
