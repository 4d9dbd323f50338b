import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import { ChangedTraces } from './changed-traces.js';
import { SpanQueries } from './span-queries.js';
import { TraceQueries } from './trace-queries.js';
import {
  atMs,
  messageAttributes,
  newSpanId,
  newTraceId,
  otlpSpan,
  startTestStore,
  type TestStore,
} from '../testing/test-store.js';

let site: TestDatabase;
let store: TestStore;
let queries: SpanQueries;
let traces: TraceQueries;
const traceId = `abcd${newTraceId().slice(4)}`;
const created = newSpanId();
const batchOf = { traceId: newTraceId(), spanId: newSpanId() };

beforeAll(async () => {
  site = await createTestDatabase('console');
  store = await startTestStore(site.url);
  queries = store.app.get(SpanQueries, { strict: false });
  traces = store.app.get(TraceQueries, { strict: false });

  const handled = {
    'messaging.consumer.group.name': 'analytics',
    'waybill.process.attempt': 1,
    'waybill.process.outcome': 'handled',
  };
  await store.send([
    otlpSpan({ traceId }),
    otlpSpan(
      { traceId, spanId: created, startTimeUnixNano: atMs(10), endTimeUnixNano: atMs(12) },
      messageAttributes('create', 'e-1', 'o-1'),
    ),
    otlpSpan({ startTimeUnixNano: atMs(11) }, messageAttributes('create', 'e-2', 'o-2')),
    otlpSpan(
      { traceId, startTimeUnixNano: atMs(20), endTimeUnixNano: atMs(24), status: { code: 2 } },
      { ...messageAttributes('process', 'e-1', 'o-1'), ...handled, 'waybill.process.outcome': 'retried' },
    ),
  ]);
  const linkTo = (eventId: string, conversationId: string) => ({
    traceId,
    spanId: created,
    attributes: Object.entries({
      'messaging.message.id': eventId,
      'messaging.message.conversation_id': conversationId,
    }).map(([key, stringValue]) => ({ key, value: { stringValue } })),
  });
  const {
    'messaging.message.id': _,
    'messaging.message.conversation_id': __,
    ...batch
  } = messageAttributes('process', '', '');
  await store.send([
    otlpSpan(
      {
        ...batchOf,
        startTimeUnixNano: atMs(30),
        endTimeUnixNano: atMs(38),
        links: [linkTo('e-1', 'o-1'), linkTo('e-2', 'o-2')],
      },
      { ...batch, ...handled },
    ),
  ]);
});
afterAll(async () => {
  await store?.close();
  await site?.drop();
});

describe('the spans of messages', () => {
  it('are found by conversation and by event, those of batches too, by start time', async () => {
    for (const found of [await queries.ofConversation('o-1'), await queries.ofEvents(['e-1', 'none'])]) {
      expect(found.map(({ step, offsetMs, durationMs }) => [step, offsetMs, durationMs])).toEqual([
        ['create', 10, 2],
        ['process', 20, 4],
        ['process', 0, 8],
      ]);
      expect(found[2]).toMatchObject({ ...batchOf, startedAt: expect.any(Date), consumer: 'analytics' });
    }
    expect(await queries.ofEvents([])).toEqual([]);
    expect(await queries.ofConversation("o-1' OR true")).toEqual([]);
  });

  it('show which ways messages took since a moment, a batch as many times as it has messages', async () => {
    const since = (ms: number) => queries.routesSince(new Date(Number(BigInt(atMs(ms)) / 1_000_000n)));
    expect(await since(0)).toEqual([
      {
        service: 'order',
        step: 'create',
        type: 'order.placed',
        count: 2,
        errors: 0,
        runs: 2,
        meanMs: expect.any(Number),
        outcomes: {},
      },
      {
        service: 'order',
        step: 'process',
        type: 'order.placed',
        consumer: 'analytics',
        count: 3,
        errors: 1,
        runs: 2,
        meanMs: 6,
        outcomes: { retried: 1, handled: 2 },
      },
    ]);
    expect(await since(25)).toMatchObject([
      { step: 'process', count: 2, errors: 0, outcomes: { handled: 2 } },
    ]);
    expect(await since(1_000)).toEqual([]);
  });

  it('name the traces that have changed, once, the newest first', async () => {
    const changed = store.app.get(ChangedTraces, { strict: false });
    changed.take();
    const span = otlpSpan();
    await store.send([otlpSpan({ traceId }), span]);
    await store.send([otlpSpan({ traceId })]);
    expect(changed.take()).toEqual([traceId, span.traceId]);
    expect(changed.take()).toEqual([]);
  });
});

describe('a trace', () => {
  const search = async (text: string) => (await traces.search(text, 10)).map((trace) => trace.traceId);

  it('is found by the beginning of its id, in any case, from four characters on', async () => {
    expect(await search('ABCD')).toEqual([traceId]);
    expect(await search(traceId)).toEqual([traceId]);
    expect(await search('abc')).toEqual([]);
  });

  it('is found by the ids of its messages, those of a batch too', async () => {
    expect(await search('o-1')).toEqual([batchOf.traceId, traceId]);
    expect(await search('e-1')).toEqual([batchOf.traceId, traceId]);
  });
});
