import { LANES, PARTITIONS, type EventContract, type Lane } from '../contract/index.js';
import type { ConsumerDeclaration } from '../transport/transport.js';
import type { EventSubscription } from './subscription.js';

/** One durable consumer of a service: what it pulls, and where each event type goes. */
export interface ConsumerPlan {
  /**
   * Who handles: the service for events in key order (they share one order), the service and handler for
   * the rest. Names inbox rows and dead letters. Several durables may work for one identity.
   */
  readonly identity: string;
  readonly lane: Lane;
  readonly declaration: ConsumerDeclaration;
  /** Event type to subscription. What matches the filter and is not in here is acknowledged unseen. */
  readonly routes: ReadonlyMap<string, EventSubscription>;
  /** Set where the handler takes batches. */
  readonly batch?: Extract<EventSubscription, { mode: 'batch' }>;
}

/**
 * The durable consumers that a service's subscriptions ask for.
 *
 * @throws TypeError two handlers of one service ask for the same event in key order, or two subscriptions
 *   would share a durable
 */
export function planConsumers(
  service: string,
  subscriptions: readonly EventSubscription[],
  ackWaitMs: number,
): ConsumerPlan[] {
  const plans = [
    ...planKeyOrder(
      service,
      subscriptions.filter(({ mode }) => mode === 'key'),
      ackWaitMs,
    ),
    ...subscriptions.flatMap((subscription) => planOwn(service, subscription, ackWaitMs)),
  ];
  const durables = new Set<string>();
  for (const { declaration } of plans) {
    const durable = `${declaration.name} of ${declaration.stream}`;
    // Of two declarations of one durable the second would win, and the first one's events never come.
    if (durables.has(durable)) {
      throw new TypeError(
        `${service}: two subscriptions ask for the consumer ${durable}: ` +
          'without key order and in batches each subscription needs a handler class of its own',
      );
    }
    durables.add(durable);
  }
  return plans;
}

/** One strictly ordered durable per stream, lane and partition, shared by all event types, so that a key's events keep one order. */
function planKeyOrder(
  service: string,
  subscriptions: readonly EventSubscription[],
  ackWaitMs: number,
): ConsumerPlan[] {
  const routes = new Map<string, EventSubscription>();
  for (const subscription of subscriptions) {
    const { type } = subscription.contracts[0]!;
    const other = routes.get(type);
    if (other) {
      throw new TypeError(
        `${service}: ${other.handler.name} and ${subscription.handler.name} both take ${type} in key order: ` +
          `let one handler call both, or give one of them ordering: 'none'`,
      );
    }
    routes.set(type, subscription);
  }
  return byStream(subscriptions).flatMap(([stream, contracts]) =>
    LANES.flatMap((lane) =>
      Array.from({ length: PARTITIONS }, (_, partition) => ({
        identity: service,
        lane,
        routes,
        declaration: {
          stream,
          name: `${service}-${lane}-${partition}`,
          filter: narrowestFilter(contracts, lane, String(partition)),
          maxAckPending: 1,
          ackWaitMs,
        },
      })),
    ),
  );
}

/** Durables of the handler's own: one for a batch handler, one per lane without ordering. */
function planOwn(service: string, subscription: EventSubscription, ackWaitMs: number): ConsumerPlan[] {
  if (subscription.mode === 'key') return [];
  const identity = `${service}-${kebabCase(subscription.handler.name)}`;
  const routes = new Map(subscription.contracts.map(({ type }) => [type, subscription]));
  const lanes = subscription.mode === 'batch' ? (['*'] as const) : LANES;
  return byStream([subscription]).flatMap(([stream, contracts]) =>
    lanes.map((lane) => ({
      identity,
      lane: lane === '*' ? 'standard' : lane,
      routes,
      batch: subscription.mode === 'batch' ? subscription : undefined,
      declaration: {
        stream,
        name: lane === '*' ? identity : `${identity}-${lane}`,
        filter: narrowestFilter(contracts, lane, '*'),
        // A batch fills while the one before it is handled.
        maxAckPending:
          subscription.mode === 'batch' ? 2 * subscription.maxMessages : subscription.concurrency,
        ackWaitMs,
      },
    })),
  );
}

function byStream(subscriptions: readonly EventSubscription[]): [string, EventContract[]][] {
  const streams = new Map<string, EventContract[]>();
  for (const contract of subscriptions.flatMap(({ contracts }) => contracts)) {
    streams.set(contract.stream, [...(streams.get(contract.stream) ?? []), contract]);
  }
  return [...streams];
}

/** One filter, because nats-server 2.9 takes no more: exact for one event, with wildcards where there are several. */
function narrowestFilter(contracts: readonly EventContract[], lane: Lane | '*', partition: string): string {
  const [first] = contracts;
  const type = contracts.length === 1 ? first!.type : `${first!.domain}.*`;
  const version = contracts.length === 1 && !first!.previous ? `v${first!.version}` : '*';
  return `${type}.${version}.${lane}.${partition}`;
}

function kebabCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}
