import { describe, expect, it } from '@jest/globals';
import type { Coefficients } from './coefficients.js';
import { ASSUMED_PRICES } from './cost.js';
import { evaluate } from './evaluate.js';
import { MOST_REPLICATED_ASSETS } from './plan.js';
import { DEFAULTS, type Scenario } from './scenario.js';

/** Round figures, so that what follows can be reckoned by hand. */
const measured: Coefficients = {
  ...{ request: 500, orderTransaction: 2_000, relay: 10_000, ingest: 20_000, ingestAndDelivery: 10_000 },
  ...{ key: 1_000, none: 1_500, group: 6_000, batch: 8_000, partition: 400, handlerTransaction: 4_000 },
  ...{ latency: 3, body: 400, wire: 1_000, stream: 1_100, outboxRow: 1_400, inboxRow: 100 },
  ...{ cores: 2, setUps: [] },
};

/** One of each, one message an order, one consumer. */
const textbook: Scenario = {
  ...DEFAULTS,
  ...{ ordersPerSecond: 1_000, eventsPerOrder: 1, consumers: 1, handledPerSecond: 500 },
  counts: { api: 3, shards: 1, brokers: 1, handlers: 1 },
};

const of = (changes: Partial<Scenario>) => evaluate({ ...textbook, ...changes }, measured, ASSUMED_PRICES);

describe('1,000 messages a second, of which 500 are handled', () => {
  const { bottleneck, sustained, stages, backlogs, latencyMs } = of({ seconds: 3_600 });

  it('sustains 500, and the stream grows by the rest', () => {
    expect({ bottleneck, sustained, latencyMs }).toEqual({
      ...{ bottleneck: 'handler processes', sustained: 500, latencyMs: Infinity },
    });
    expect(stages.find(({ name }) => name === 'handler processes')).toMatchObject({
      utilisation: 2,
      growth: 500,
    });
  });

  it('has as many waiting after an hour as it handles in the next', () => {
    expect(backlogs).toEqual([
      { place: 'clients', growth: 0 },
      { place: 'outbox', growth: 0, atEnd: 0, drainSeconds: 0 },
      { place: 'stream', growth: 500, atEnd: 1_800_000, drainSeconds: 3_600 },
    ]);
  });

  it('drains with what is to spare, and never without', () => {
    const drain = (ordersPerSecondThen: number) => of({ seconds: 60, ordersPerSecondThen }).backlogs[2];
    expect(drain(400)).toMatchObject({ atEnd: 30_000, drainSeconds: 300 });
    expect(drain(500)).toMatchObject({ drainSeconds: Infinity });
  });
});

it('a link that is too narrow makes the outbox grow, and the consumers see only what it carries', () => {
  // 1,000 bytes with headers are 8,000 bits: 5 Mbit/s carry 625 of them.
  const { bottleneck, stages, backlogs } = of({ linkMbit: 5, handledPerSecond: undefined });
  expect(bottleneck).toBe('network');
  expect(backlogs.map(({ growth }) => growth)).toEqual([0, 375, 0]);
  expect(stages.find(({ name }) => name === 'partitions')).toMatchObject({ arrivals: 625 });
});

it('an API that is too small refuses, and nothing after it grows', () => {
  const { backlogs } = of({ counts: { ...textbook.counts, api: 1 } });
  expect(backlogs).toEqual([
    { place: 'clients', growth: 500 },
    { place: 'outbox', growth: 0 },
    { place: 'stream', growth: 0 },
  ]);
});

describe('levers', () => {
  it('are worth what the next bottleneck leaves of them', () => {
    const { levers } = of({ handledPerSecond: undefined, ordersPerSecond: 2_000 });
    // The API takes 1,500 orders, the consumer 1,000: a second process reaches what the API takes.
    expect(levers.find(({ change }) => change.startsWith('processes of each consumer'))).toEqual({
      ...{ change: 'processes of each consumer: 1 → 2', sustained: 1_500, factor: 1.5, basis: 'derived' },
    });
    expect(levers.find(({ change }) => change.startsWith('groupCommit'))).toMatchObject({
      basis: 'measured',
    });
    expect(levers.some(({ change }) => change.startsWith('brokers'))).toBe(false);
  });

  it('do not make the handler itself faster', () => {
    // 2 ms an event, of which 1 ms is the platform's by key, and 1/6 ms in a group.
    const { levers } = of({});
    const { sustained } = levers.find(({ change }) => change.startsWith('groupCommit'))!;
    expect(sustained).toBeCloseTo(1 / (0.001 + 1 / 6_000));
  });
});

describe('a plan', () => {
  it('keeps every stage at the wanted utilisation, with no more than it takes', () => {
    const { counts, stages } = of({ ordersPerSecond: 10_000, handledPerSecond: undefined, counts: {} });
    expect(Math.max(...stages.map(({ utilisation }) => utilisation))).toBeLessThanOrEqual(0.7);
    // 10,000 / (0.7 × 500), 10,000 / (0.7 × 2,000), 10,000 / (0.7 × 10,000), 10,000 / (0.7 × 1,000)
    expect(counts).toEqual({ api: 29, shards: 8, brokers: 2, handlers: 15 });
  });

  it('has whole clusters, and more of them than the load needs where the durables need them', () => {
    const many = { handledPerSecond: undefined, counts: { shards: 300 }, streamReplicas: 3, consumers: 4 };
    const { counts, resources } = of(many);
    expect(counts.brokers % 3).toBe(0);
    expect(resources.replicatedAssetsPerBroker).toBeLessThanOrEqual(MOST_REPLICATED_ASSETS);
    // 300 streams with 4 × 16 durables, three copies of each.
    expect(counts.brokers).toBe(Math.ceil((300 * 65 * 3) / 1_000 / 3) * 3);
  });
});

it('storage grows with what arrives, and a disk is full if it does not hold 90 days', () => {
  const { storage } = of({ diskGb: 100 });
  expect(storage.perDay).toEqual({
    streams: 86.4e6 * 1_100,
    outboxes: 86.4e6 * 1_400,
    inboxes: 86.4e6 * 100,
  });
  expect(storage.diskFullSeconds).toBeCloseTo(100e9 / (1_000 * 1_100), 0);
  expect(of({ diskGb: 10_000 }).storage.diskFullSeconds).toBe(Infinity);
});

it('a million orders cost the machines for as long as they take', () => {
  // 3 API, 1 handler process, 2 databases, 1 broker of 2 cores for 1,000 s.
  expect(of({}).cost.coreHours).toBeCloseTo((14 * 1_000) / 3_600);
});
