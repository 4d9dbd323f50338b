import type { ConsumerPlan } from '../consumer/plan.js';
import type { ConsumerStatus, StreamReader } from '../transport/transport.js';
import { OWNER } from './topology.js';

/** Every durable of the streams that the plans pull from, by stream and name. */
export async function surveyDurables(
  broker: Pick<StreamReader, 'durables'>,
  plans: readonly ConsumerPlan[],
): Promise<Map<string, ConsumerStatus>> {
  const streams = [...new Set(plans.map(({ declaration }) => declaration.stream))];
  const durables = (await Promise.all(streams.map((stream) => broker.durables(stream)))).flat();
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

/** Those that belong to a consumer under one of its names, whatever they share: others are of an earlier way to share, or an older replica's. */
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
 * Until when everything that the durable pulls has come to rest: now, where nothing waits; else the time of the first
 * message behind its ack floor, of whatever subject.
 */
export async function restUntil(
  broker: Pick<StreamReader, 'readPage'>,
  { stream, numPending, numAckPending, ackFloor, observedAt }: ConsumerStatus,
): Promise<Date> {
  if (numPending === 0 && numAckPending === 0) return new Date(observedAt);
  const [first] = await broker.readPage(stream, { from: { sequence: ackFloor + 1 }, limit: 1 });
  return new Date(first?.storedAt ?? observedAt);
}
