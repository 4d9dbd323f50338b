import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LatenciesResponse } from '@waybill/console-api';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import {
  atMs,
  messageAttributes,
  newTraceId,
  otlpSpan,
  startTestStore,
  type TestStore,
} from '../testing/test-store.js';

let database: TestDatabase;
let store: TestStore;

beforeAll(async () => {
  database = await createTestDatabase('console');
  store = await startTestStore(database.url);
});
afterAll(async () => {
  await store?.close();
  await database?.drop();
});

const iso = (ms: number) => new Date(Number(BigInt(atMs(ms)) / 1_000_000n)).toISOString();
const times = (from: number, to: number) => ({ startTimeUnixNano: atMs(from), endTimeUnixNano: atMs(to) });
const latencies = async (query = '') =>
  (await store.get(`/api/latencies${query}`)).body as unknown as LatenciesResponse;

const publish = (traceId: string, more: Record<string, string> = {}, fields = {}) =>
  otlpSpan(
    { traceId, kind: 3, ...times(40, 50), ...fields },
    { ...messageAttributes('publish', 'e-1', 'o-1'), 'waybill.outbox.appended_at': iso(20), ...more },
  );
const attempt = (traceId: string, number: number, from: number, to: number, storedAt = iso(50)) =>
  otlpSpan(
    { traceId, kind: 5, ...times(from, to) },
    {
      ...messageAttributes('process', 'e-1', 'o-1'),
      'messaging.consumer.group.name': 'analytics',
      'messaging.nats.stored_at': storedAt,
      'waybill.process.attempt': number,
    },
  );

describe('GET /api/latencies', () => {
  it('says how long a message waited in the outbox and in the broker, and what each attempt took, with its trace', async () => {
    const traceId = newTraceId();
    await store.send([
      publish(traceId),
      // In no outbox for longer than it should be: refused, scheduled, published directly.
      publish(traceId, {}, { status: { code: 2 } }),
      publish(traceId, { 'waybill.outbox.due_at': iso(39) }),
      publish(traceId, {}, { kind: 4 }),
    ]);
    await store.send(
      [
        attempt(traceId, 1, 80, 85),
        attempt(traceId, 2, 500, 502),
        attempt(newTraceId(), 1, 90, 91, 'not a time'),
      ],
      'analytics',
    );
    const { latencies: found, spans, from, to, slotMs } = await latencies();
    const one = (ms: number) => ({ ms: expect.closeTo(ms, 0), traceId });
    const byPart = Object.fromEntries(found.map((each) => [each.part, each]));
    expect(found).toHaveLength(3);
    expect(byPart).toMatchObject({
      outbox: { service: 'order', type: 'order.placed', count: 1, p50: one(30) },
      broker: { service: 'analytics', consumer: 'analytics', count: 1, p99: one(30) },
      handler: { service: 'analytics', consumer: 'analytics', count: 3, p50: one(2), p99: one(5) },
    });
    expect(byPart.outbox!.slots).toMatchObject([{ count: 1, p95: { traceId } }]);
    expect(spans).toBe(4);
    expect(slotMs).toBe(180_000);
    expect(Date.parse(from) % slotMs).toBe(0);
    const coveredMs = Date.parse(to) - Date.parse(from);
    expect(coveredMs).toBeGreaterThanOrEqual(20 * slotMs);
    expect(coveredMs).toBeLessThan(21 * slotMs);
  });

  it('leaves out what is older than asked for, and what is of the future', async () => {
    await store.send([publish(newTraceId(), {}, times(600_000, 600_010))]);
    await store.send([publish(newTraceId(), {}, times(-180_000, -179_990))]);
    const [longer, shorter] = [await latencies('?minutes=30'), await latencies('?minutes=3')];
    expect(longer.spans).toBe(shorter.spans + 1);
    expect(shorter.latencies.flatMap(({ slots }) => slots).filter(({ at }) => at > shorter.to)).toEqual([]);
  });

  it('refuses a range that is none', async () => {
    const { status, body } = await store.get('/api/latencies?minutes=0');
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ pointer: '/minutes' }] });
  });
});
