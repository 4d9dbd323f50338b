import type { Coefficients } from './coefficients.js';
import { capacityOf, type Station } from './queue.js';
import type { Counts, Scenario } from './scenario.js';

/** Where what a stage cannot serve waits. Clients do not: the API refuses what it cannot take. */
export const PLACES = ['clients', 'outbox', 'stream'] as const;
export type Place = (typeof PLACES)[number];

/** One resource that every order or event passes. */
export interface Stage {
  readonly name: string;
  readonly place: Place;
  /** How often an order passes it. */
  readonly perOrder: number;
  /** What there must be more of for more capacity. */
  readonly of: keyof Counts;
  readonly station: Station;
}

/** An event in a batch handler pays its share of what the call waits: the benchmark's batches are that large. */
const MOST_IN_A_BATCH = 256;

/** Those of one consumer stand for all: each has processes and databases of its own. */
export function stagesOf(scenario: Scenario, counts: Counts, measured: Coefficients): Stage[] {
  const { eventsPerOrder: perOrder, linkMbit, handling } = scenario;
  const { api, shards, brokers, handlers } = counts;
  const linkTime =
    linkMbit === undefined ? undefined : (bytesOnLink(scenario, measured) * 8) / (linkMbit * 1e6);
  const slots = slotsOf(scenario, shards, measured);
  return [
    {
      ...{ name: 'API processes', place: 'clients', perOrder: 1, of: 'api' },
      station: shared(api, 1 / measured.request),
    },
    {
      ...{ name: 'order databases', place: 'clients', perOrder: 1, of: 'shards' },
      station: separate(shards, 1 / measured.orderTransaction),
    },
    {
      ...{ name: 'relays', place: 'outbox', perOrder, of: 'shards' },
      station: separate(shards, 1 / measured.relay),
    },
    // Messages of one size take the same time each.
    linkTime !== undefined && {
      ...{ name: 'network', place: 'outbox', perOrder, of: 'brokers' },
      station: { ...separate(brokers, linkTime), variability: 0 },
    },
    {
      ...{ name: 'brokers', place: 'outbox', perOrder, of: 'brokers' },
      station: separate(brokers, brokerTime(scenario, measured)),
    },
    {
      ...{ name: 'handler processes', place: 'stream', perOrder, of: 'handlers' },
      station: shared(handlers, processTime(scenario, measured)),
    },
    slots !== undefined && {
      ...{
        name: handling === 'key' ? 'partitions' : 'handler slots',
        place: 'stream',
        perOrder,
        of: 'shards',
      },
      station: slots,
    },
    {
      ...{ name: 'handler databases', place: 'stream', perOrder, of: 'shards' },
      station: separate(shards, 1 / handlerDatabaseRate(scenario, measured)),
    },
  ].filter((stage): stage is Stage => stage !== false);
}

/** The most orders a second at which the stage keeps up. */
export function mostOrders({ station, perOrder }: Stage): number {
  return capacityOf(station) / perOrder;
}

/** Whichever is free takes the next one. */
function shared(servers: number, serviceTime: number): Station {
  return { queues: 1, servers, serviceTime, variability: 1 };
}

/** The key decides which, so each has a queue of its own. */
function separate(queues: number, serviceTime: number): Station {
  return { queues, servers: 1, serviceTime, variability: 1 };
}

/** The busier direction of a broker's link: in, each copy; out, to each consumer, and from the leader to the other copies. */
export function bytesOnLink(scenario: Scenario, measured: Coefficients): number {
  const { streamReplicas, consumers } = scenario;
  return wireBytes(scenario, measured) * Math.max(streamReplicas, streamReplicas - 1 + consumers);
}

/** The headers do not depend on the body. */
export function wireBytes({ messageBytes }: Scenario, { wire, body }: Coefficients): number {
  return messageBytes + wire - body;
}

/** Seconds of one broker for an event: each copy is stored, and each consumer's delivery is sent and acknowledged. */
function brokerTime({ streamReplicas, consumers }: Scenario, measured: Coefficients): number {
  const store = 1 / measured.ingest;
  const deliver = Math.max(0, 1 / measured.ingestAndDelivery - store);
  return streamReplicas * store + consumers * deliver;
}

/** Seconds of a process for an event. In a group, and in a call with a batch, what the handlers wait adds up. */
function processTime({ handling, handledPerSecond, handlerMs }: Scenario, measured: Coefficients): number {
  if (handledPerSecond !== undefined) return 1 / handledPerSecond;
  const waits = { key: 0, none: 0, group: handlerMs, batch: handlerMs / MOST_IN_A_BATCH }[handling];
  return 1 / measured[handling] + waits / 1_000;
}

/** What may be under way at once, however many processes there are; undefined if only they limit it. */
function slotsOf(
  { handling, handlerMs, partitions, concurrency }: Scenario,
  shards: number,
  measured: Coefficients,
): Station | undefined {
  const serviceTime = 1 / measured.partition + handlerMs / 1_000;
  if (handling === 'key') return separate(partitions * shards, serviceTime);
  if (handling === 'none') return { queues: shards, servers: concurrency, serviceTime, variability: 1 };
  return undefined;
}

/** A commit of many is cheaper than a transaction for each: at least what a process with them reached. */
function handlerDatabaseRate({ handling }: Scenario, measured: Coefficients): number {
  const single = handling === 'key' || handling === 'none';
  return single ? measured.handlerTransaction : Math.max(measured.handlerTransaction, measured[handling]);
}
