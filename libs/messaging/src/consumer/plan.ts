import { LANES, PARTITIONS, type EventContract, type Lane } from '../contract/index.js';
import { WiringRefused } from '../errors.js';
import { DEAD_STREAM, resolutionSubjects } from '../dead-letter/subjects.js';
import type { ConsumerDeclaration } from '../transport/transport.js';
import { namesOf, type ConsumerDefinition } from './define-consumer.js';
import type { EventSubscription } from './subscription.js';

/** One durable of a consumer: what it pulls, and where each event type goes. */
export interface ConsumerPlan {
  readonly consumer: ConsumerDefinition;
  /** How often the consumer had been rebuilt when this was planned. */
  readonly epoch: number;
  readonly lane: Lane;
  readonly declaration: Omit<ConsumerDeclaration, 'startAt' | 'metadata'>;
  /** Event type to subscription. */
  readonly routes: ReadonlyMap<string, EventSubscription>;
  /** What this durable pulls of an event type: one filter for each of its partitions. */
  filtersOf(type: string): string[];
  /** Set if the handler takes batches. */
  readonly batch?: Extract<EventSubscription, { mode: 'batch' }>;
  /** It carries replays of the consumer's dead letters instead of events. */
  readonly replays: boolean;
}

/** How many replays may be under way at once. */
const MAX_REPLAYS = 16;

/**
 * The durables of a service's consumers.
 *
 * @throws WiringRefused two consumers have one name
 */
export function planConsumers(
  consumers: readonly ConsumerDefinition[],
  ackWaitMs: number,
  epochs: ReadonlyMap<ConsumerDefinition, number> = new Map(),
): ConsumerPlan[] {
  const names = consumers.flatMap(namesOf);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) {
    throw new WiringRefused([
      `subscriptions: two consumers are named ${twice}, or were: a name is for one of them`,
    ]);
  }
  return consumers.flatMap((consumer) => {
    const epoch = epochs.get(consumer) ?? 0;
    return [
      ...[...byStream(consumer.routes)].flatMap(([stream, types]) =>
        sharesOf(consumer, epoch).map((share) => ({
          ...planShare(consumer, stream, types, share, ackWaitMs),
          epoch,
        })),
      ),
      { ...planReplays(consumer, ackWaitMs), epoch },
    ];
  });
}

/** Before the epoch in a durable's name; in no consumer's. */
const EPOCH_MARK = '~';

/** The epoch that a durable is of, by its name. */
export function epochOf(durable: string): number {
  return Number(/~(\d+)(?:_|$)/.exec(durable)?.[1] ?? 0);
}

/** The durable that carries the replays of a consumer's dead letters. */
export function replayDurableOf(consumer: string): string {
  return `${consumer}_replay`;
}

/** What of the lanes and partitions one durable takes. */
interface Share {
  name: string;
  lane: Lane | '*';
  /** Undefined: all of them. */
  partitions?: number[];
}

/**
 * The name says what a durable takes, so that another way to share is another set of durables and none is filtered
 * differently than it was: what an old replica still has under way is not hidden from it. After a rebuild they are
 * others for the same reason.
 */
function sharesOf(
  { name: consumer, mode, lanes, partitions: count }: ConsumerDefinition,
  epoch: number,
): Share[] {
  const name = epoch > 0 ? `${consumer}${EPOCH_MARK}${epoch}` : consumer;
  if (mode === 'batch') return [{ name, lane: '*' }];
  const inLanes: Pick<Share, 'name' | 'lane'>[] =
    lanes === 'together'
      ? [{ name: `${name}_both`, lane: '*' }]
      : LANES.map((lane) => ({ name: `${name}_${lane}`, lane }));
  if (mode === 'none') return inLanes;
  return inLanes.flatMap(({ name, lane }) =>
    Array.from({ length: count }, (_, part) => ({
      name: `${name}_${part}of${count}`,
      lane,
      ...(count > 1 && { partitions: allPartitions().filter((partition) => partition % count === part) }),
    })),
  );
}

function allPartitions(): number[] {
  return Array.from({ length: PARTITIONS }, (_, partition) => partition);
}

function planShare(
  consumer: ConsumerDefinition,
  stream: string,
  types: readonly string[],
  { name, lane, partitions }: Share,
  ackWaitMs: number,
): Omit<ConsumerPlan, 'epoch'> {
  // Any version: one that is newer than this code is given back, not left out.
  const filtersOf = (type: string) =>
    (partitions ?? ['*']).map((partition) => `${type}.*.${lane}.${partition}`);
  const [batch] = consumer.routes.filter((route) => route.mode === 'batch');
  return {
    consumer,
    lane: lane === '*' ? 'standard' : lane,
    routes: routesOf(consumer),
    batch,
    filtersOf,
    replays: false,
    declaration: {
      stream,
      name,
      filters: types.flatMap(filtersOf),
      maxAckPending: maxAckPendingOf(consumer, batch),
      ackWaitMs,
    },
  };
}

function maxAckPendingOf({ mode, concurrency }: ConsumerDefinition, batch: ConsumerPlan['batch']): number {
  if (mode === 'key') return 1;
  // A batch fills while the one before it is handled.
  return batch ? 2 * batch.maxMessages : concurrency;
}

/** The durable through which replays reach a consumer, of letters under its former names too: see `dead-letter/subjects.ts`. */
function planReplays(consumer: ConsumerDefinition, ackWaitMs: number): Omit<ConsumerPlan, 'epoch'> {
  const filters = namesOf(consumer).map((name) => resolutionSubjects(name));
  return {
    consumer,
    lane: 'standard',
    routes: routesOf(consumer),
    filtersOf: () => [],
    replays: true,
    declaration: {
      stream: DEAD_STREAM,
      name: replayDurableOf(consumer.name),
      filters,
      maxAckPending: MAX_REPLAYS,
      ackWaitMs,
    },
  };
}

function routesOf({ routes }: ConsumerDefinition): Map<string, EventSubscription> {
  return new Map(
    routes.flatMap((route) => route.contracts.map(({ type }: EventContract) => [type, route] as const)),
  );
}

function byStream(routes: readonly EventSubscription[]): Map<string, string[]> {
  const streams = new Map<string, string[]>();
  for (const { type, stream } of routes.flatMap(({ contracts }) => contracts)) {
    streams.set(stream, [...(streams.get(stream) ?? []), type]);
  }
  return streams;
}
