import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TraceDetail } from '@waybill/console-api';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import { readFile } from 'node:fs/promises';
import { startTestStore, type TestStore } from '../testing/test-store.js';

/** Recorded on the wire: what the three services exported about one order, a request a line. */
const RECORDING = new URL('../testing/order-trace.jsonl', import.meta.url);
const TRACE_ID = '28ae873213dfce92d2fa25d3fddcdc79';

let database: TestDatabase;
let store: TestStore;
let trace: TraceDetail;

beforeAll(async () => {
  database = await createTestDatabase('console');
  store = await startTestStore(database.url);
  const requests = (await readFile(RECORDING, 'utf8')).trim().split('\n');
  // The consumers' spans first, the root last: the order is not guaranteed.
  for (const request of requests.reverse()) await store.post('/v1/traces', request);
  trace = (await store.get(`/api/traces/${TRACE_ID}`)).body as unknown as TraceDetail;
});
afterAll(async () => {
  await store?.close();
  await database?.drop();
});

const nameOf = (spanId: string) => {
  const { step, consumer, name, attributes } = trace.spans.find((span) => span.spanId === spanId)!;
  const type = (attributes['messaging.destination.template'] as string | undefined)?.split('.v1')[0];
  return step ? [step, type, consumer].filter(Boolean).join(' ') : name;
};

describe('the trace of an order', () => {
  it('is one trace of three services, from the request to the last consumer', () => {
    expect(trace).toMatchObject({
      rootName: 'POST /orders',
      rootService: 'order',
      spanCount: 38,
      status: 'ok',
      services: ['analytics', 'order', 'recommendation'],
      events: ['order.confirmed', 'order.placed'],
      idle: [],
      linked: { causedBy: [], ledTo: [] },
    });
    expect(trace.spans.filter(({ step }) => step).map(({ spanId }) => nameOf(spanId))).toEqual([
      'create order.placed',
      'publish order.placed',
      'process order.placed order-settle-order-when-order-placed',
      'create order.confirmed',
      'publish order.confirmed',
      expect.stringMatching(/^process order.confirmed /),
      expect.stringMatching(/^process order.confirmed /),
    ]);
  });

  it('shows each wait: in the outbox twice, in the broker once for each consumer', () => {
    expect(trace.waits.map(({ kind, spanId }) => `${kind}: ${nameOf(spanId)}`).sort()).toEqual([
      'broker: process order.confirmed analytics-count-sales-when-order-confirmed',
      'broker: process order.confirmed recommendation',
      'broker: process order.placed order-settle-order-when-order-placed',
      'outbox: publish order.confirmed',
      'outbox: publish order.placed',
    ]);
    for (const { fromMs, toMs } of trace.waits) expect(toMs).toBeGreaterThan(fromMs);
  });

  it('has a critical path without a hole from the click to the last effect', () => {
    const path = trace.criticalPath;
    expect(path[0]!.fromMs).toBe(0);
    expect(path.at(-1)!.toMs).toBeCloseTo(trace.durationMs, 3);
    for (const [index, step] of path.slice(1).entries()) expect(step.fromMs).toBe(path[index]!.toMs);
    const waits = path.filter(({ kind }) => kind !== 'span').map(({ kind }) => kind);
    expect(waits).toEqual(['outbox', 'broker', 'outbox', 'broker']);
    expect(nameOf(path[0]!.spanId)).toBe('POST /orders');
  });
});
