import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TraceDetail, TracesResponse, TraceSummary } from '@waybill/console-api';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import type { MessageProgressQueries, TraceProgress } from '../application/message-progress.js';
import type { SeenMessage } from '../application/seen-messages.js';
import {
  atMs,
  messageAttributes,
  newSpanId,
  newTraceId,
  otlpSpan,
  startTestStore,
  type TestStore,
} from '../testing/test-store.js';

const CONSUMER = { consumer: 'analytics', service: 'analytics', handler: 'Count', attempts: 1 };

/** Every consumer has completed every message, except the message that a test names. */
class KnownProgress implements Pick<MessageProgressQueries, 'progressOf'> {
  open: string | undefined;

  async progressOf(_traceId: string, seen: readonly SeenMessage[]): Promise<TraceProgress> {
    const messages = seen.map(({ eventId, type, stream, sequence }) => ({
      eventId,
      type,
      stream,
      sequence,
      consumers: [{ ...CONSUMER, state: eventId === this.open ? 'pending' : 'done' } as const],
      complete: eventId !== this.open,
    }));
    return { messages, all: true };
  }
}

const progress = new KnownProgress();
let database: TestDatabase;
let store: TestStore;

beforeAll(async () => {
  database = await createTestDatabase('console');
  store = await startTestStore(database.url, { progress });
});
afterAll(async () => {
  await store?.close();
  await database?.drop();
});

const list = async (query: string) =>
  (await store.get(`/api/traces?${query}`)).body as unknown as TracesResponse;
const idsOf = ({ items }: TracesResponse) => items.map(({ traceId }) => traceId);
const detailOf = async (traceId: string) =>
  (await store.get(`/api/traces/${traceId}`)).body as unknown as TraceDetail;
const times = (from: number, to: number) => ({ startTimeUnixNano: atMs(from), endTimeUnixNano: atMs(to) });

/** An order that one consumer handles at its second attempt, some seconds after the others' traces. */
async function sendOrder({ at, orderId, eventId }: { at: number; orderId: string; eventId: string }) {
  const traceId = newTraceId();
  const [http, create] = [newSpanId(), newSpanId()];
  const parent = { traceId, parentSpanId: create };
  const attributes = (step: string, more = {}) => ({ ...messageAttributes(step, eventId, orderId), ...more });
  const attempt = (number: number, outcome: string) => ({
    'messaging.consumer.group.name': 'analytics',
    'waybill.process.attempt': number,
    'waybill.process.outcome': outcome,
  });
  const stored = { 'messaging.nats.stream': 'ORDER', 'messaging.nats.sequence': 7 };
  // The consumer's batch comes first, as it may.
  await store.send(
    [
      otlpSpan(
        { ...parent, kind: 5, name: 'process order.placed', ...times(at + 40, at + 45), status: { code: 2 } },
        attributes('process', attempt(1, 'retried')),
      ),
      otlpSpan(
        { ...parent, kind: 5, name: 'process order.placed', ...times(at + 545, at + 550) },
        attributes('process', attempt(2, 'handled')),
      ),
    ],
    'analytics',
  );
  await store.send([
    otlpSpan({ traceId, spanId: http, ...times(at, at + 20) }),
    otlpSpan(
      { traceId, spanId: create, parentSpanId: http, kind: 4, name: 'create', ...times(at + 5, at + 6) },
      attributes('create'),
    ),
    otlpSpan(
      { ...parent, kind: 3, name: 'publish', ...times(at + 30, at + 32) },
      attributes('publish', stored),
    ),
  ]);
  return { traceId, create };
}

describe('a trace', () => {
  it('shows its spans, waits, path and the outcome of its messages, in whatever order its spans came', async () => {
    const { traceId } = await sendOrder({ at: 0, orderId: 'o-1', eventId: 'e-1' });
    const trace = await detailOf(traceId.toUpperCase());
    expect(trace).toMatchObject({
      traceId,
      rootName: 'POST /orders',
      rootService: 'order',
      durationMs: 550,
      spanCount: 5,
      errorCount: 1,
      status: 'retried',
      services: ['analytics', 'order'],
      events: ['order.placed'],
      conversationId: 'o-1',
      idle: [],
      messages: [{ eventId: 'e-1', type: 'order.placed', stream: 'ORDER', sequence: 7, complete: true }],
      complete: true,
      linked: { causedBy: [], ledTo: [] },
    });
    expect(
      trace.spans.map(({ step, offsetMs, attempt, outcome, consumer }) => [
        step,
        offsetMs,
        attempt,
        outcome,
        consumer,
      ]),
    ).toEqual([
      [undefined, 0, undefined, undefined, undefined],
      ['create', 5, undefined, undefined, undefined],
      ['publish', 30, undefined, undefined, undefined],
      ['process', 40, 1, 'retried', 'analytics'],
      ['process', 545, 2, 'handled', 'analytics'],
    ]);
    expect(trace.waits.map(({ kind, fromMs, toMs, consumer }) => [kind, fromMs, toMs, consumer])).toEqual([
      ['outbox', 6, 30, undefined],
      ['broker', 32, 40, 'analytics'],
      ['back-off', 45, 545, 'analytics'],
    ]);
    expect(trace.criticalPath.map(({ kind, fromMs, toMs }) => [kind, fromMs, toMs])).toEqual([
      ['span', 0, 5],
      ['span', 5, 6],
      ['outbox', 6, 30],
      ['span', 30, 32],
      ['broker', 32, 40],
      ['span', 40, 45],
      ['back-off', 45, 545],
      ['span', 545, 550],
    ]);
  });

  it('is complete when its messages are, not when its root has ended', async () => {
    const { traceId } = await sendOrder({ at: 0, orderId: 'o-2', eventId: 'e-2' });
    progress.open = 'e-2';
    expect((await detailOf(traceId)).complete).toBe(false);
    progress.open = undefined;
    expect((await detailOf(traceId)).complete).toBe(true);
  });

  it('is linked both ways with the batch that handled its message elsewhere', async () => {
    const { traceId, create } = await sendOrder({ at: 0, orderId: 'o-3', eventId: 'e-3' });
    const attributes = [{ key: 'messaging.message.id', value: { stringValue: 'e-3' } }];
    const batch = otlpSpan({ name: 'process behavior.*', links: [{ traceId, spanId: create, attributes }] });
    await store.send([batch], 'recommendation');
    const other = { name: 'process behavior.*', service: 'recommendation', startedAt: expect.any(String) };
    expect((await detailOf(traceId)).linked).toEqual({
      causedBy: [],
      ledTo: [{ traceId: batch.traceId, spanId: batch.spanId, ownSpanId: create, ...other }],
    });
    expect((await detailOf(batch.traceId)).linked).toMatchObject({
      causedBy: [{ traceId, spanId: create, ownSpanId: batch.spanId, name: 'create', service: 'order' }],
      ledTo: [],
    });
  });

  it('whose clocks disagree has no negative times', async () => {
    const traceId = newTraceId();
    const root = otlpSpan({ traceId, ...times(100, 110) });
    const child = otlpSpan({ traceId, parentSpanId: root.spanId, name: 'early', ...times(40, 60) });
    await store.send([root, child]);
    const trace = await detailOf(traceId);
    expect(trace).toMatchObject({ rootName: 'POST /orders', durationMs: 70 });
    expect(trace.spans.map(({ offsetMs, durationMs }) => [offsetMs, durationMs])).toEqual([
      [0, 20],
      [60, 10],
    ]);
  });

  it('that is not kept is not found, and what is no trace id is refused with its pointer', async () => {
    expect(await store.get(`/api/traces/${'9'.repeat(32)}`)).toMatchObject({ status: 404 });
    expect(await store.get('/api/traces/xyz')).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/traceId' }] },
    });
  });

  it('of ten thousand spans is returned within seconds, and in a few megabytes', async () => {
    const root = otlpSpan({ ...times(0, 20_000) });
    const { traceId, spanId: parentSpanId } = root;
    const children = Array.from({ length: 10_000 }, (_, i) =>
      otlpSpan({ traceId, parentSpanId, ...times(i, i + 1) }, { 'db.query.text': 'SELECT '.repeat(20) }),
    );
    await store.send([root, ...children.slice(0, 5_000)]);
    await store.send(children.slice(5_000));
    const began = performance.now();
    const { bytes, body } = await store.get(`/api/traces/${traceId}`);
    // 0.2 s on a quiet machine.
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(bytes.length).toBeLessThan(8_000_000);
    const { spans, criticalPath } = body as unknown as TraceDetail;
    expect([spans.length, criticalPath.length > 10_000]).toEqual([10_001, true]);
  });

  it('and every list of traces is not to be stored on the way', async () => {
    for (const path of ['/api/traces', `/api/traces/${(await list('limit=1')).items[0]!.traceId}`]) {
      expect((await store.get(path)).headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('the list of traces', () => {
  let order: string;

  beforeAll(async () => {
    order = (await sendOrder({ at: 9_000, orderId: 'listed', eventId: 'listed-event' })).traceId;
  });

  it('is newest first, and goes on where it ended, whatever begins in between', async () => {
    const service = `pager-${newSpanId()}`;
    const sent: string[] = [];
    for (let i = 0; i < 5; i++) {
      const span = otlpSpan(times(5_000 + i, 5_001 + i));
      await store.send([span], service);
      sent.unshift(span.traceId);
    }
    const first = await list(`service=${service}&limit=2`);
    expect(idsOf(first)).toEqual(sent.slice(0, 2));
    await store.send([otlpSpan(times(6_000, 6_001))], service);
    const second = await list(`service=${service}&limit=2&cursor=${first.nextCursor}`);
    expect(idsOf(second)).toEqual(sent.slice(2, 4));
    const third = await list(`service=${service}&limit=2&cursor=${second.nextCursor}`);
    expect([idsOf(third), third.nextCursor]).toEqual([sent.slice(4), undefined]);
  });

  it.each([
    ['event=order.placed&limit=1', 'listed'],
    ['orderId=listed', 'listed'],
    ['service=analytics&status=retried&limit=1', 'listed'],
    ['minDurationMs=550&event=order.placed&limit=1', 'listed'],
  ])('finds by %s', async (query, conversationId) => {
    const { items } = await list(query);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ traceId: order, conversationId });
  });

  it.each([
    'orderId=none',
    'service=none',
    'event=none',
    'status=dead-lettered',
    'orderId=listed&status=ok',
    'orderId=listed&minDurationMs=550.1',
  ])('finds nothing by %s', async (query) => {
    expect(await list(query)).toEqual({ items: [] });
  });

  it('finds the batches that handled a message of the order, too', async () => {
    const orderId = `batched-${newSpanId()}`;
    const { traceId } = await sendOrder({ at: 8_000, orderId, eventId: `${orderId}-event` });
    const attributes = [{ key: 'messaging.message.conversation_id', value: { stringValue: orderId } }];
    const links = [{ traceId, spanId: newSpanId(), attributes }];
    const batch = otlpSpan({ links, ...times(8_900, 8_901) });
    await store.send([batch]);
    expect(idsOf(await list(`orderId=${orderId}`))).toEqual([batch.traceId, traceId]);
  });

  it('says everything that a list shows', async () => {
    const span = otlpSpan({ name: 'GET /4', ...times(5_004, 5_400) });
    const service = `summed-${newSpanId()}`;
    await store.send([span], service);
    const expected: TraceSummary = {
      traceId: span.traceId,
      rootName: 'GET /4',
      rootService: service,
      startedAt: expect.any(String) as unknown as string,
      durationMs: 396,
      spanCount: 1,
      errorCount: 0,
      status: 'ok',
      services: [service],
      events: [],
    };
    expect((await list(`service=${service}&minDurationMs=396`)).items).toEqual([expected]);
  });

  it('refuses what it does not understand, with pointers', async () => {
    const { status, body } = await store.get('/api/traces?status=bad&limit=0&minDurationMs=x&extra=1');
    expect(status).toBe(400);
    expect((body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/extra',
      '/limit',
      '/minDurationMs',
      '/status',
    ]);
    for (const cursor of [
      'zzz',
      Buffer.from(`99999999999999999999.${'a'.repeat(32)}`).toString('base64url'),
    ]) {
      expect(await store.get(`/api/traces?cursor=${cursor}`)).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/cursor' }] },
      });
    }
  });
});
