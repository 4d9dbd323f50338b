import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TraceDetail } from '@waybill/console-api';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import protobuf from 'protobufjs/light.js';
import { gzipSync } from 'node:zlib';
import { OTLP } from '../otlp/descriptor.js';
import { eventually } from '../testing/eventually.js';
import {
  atMs,
  exportOf,
  newSpanId,
  newTraceId,
  otlpSpan,
  startTestStore,
  type TestStore,
} from '../testing/test-store.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const PROTOBUF = { 'content-type': 'application/x-protobuf' };
const root = protobuf.Root.fromJSON(OTLP);

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

const traceOf = async (traceId: string) =>
  (await store.get(`/api/traces/${traceId}`)).body as unknown as TraceDetail;

/** All that a span can hold, in the JSON of OTLP. */
function everything() {
  const traceId = newTraceId();
  const value = {
    arrayValue: {
      values: [{ intValue: 1 }, { kvlistValue: { values: [{ key: 'deep', value: { boolValue: true } }] } }],
    },
  };
  return otlpSpan({
    traceId: traceId.toUpperCase(),
    parentSpanId: newSpanId(),
    kind: 4,
    startTimeUnixNano: '1763836800000000001',
    endTimeUnixNano: '1763836800001500002',
    attributes: [
      { key: 'text', value: { stringValue: '' } },
      { key: 'whole', value: { intValue: '42' } },
      { key: 'large', value: { intValue: '9007199254740993' } },
      { key: 'real', value: { doubleValue: 0.5 } },
      { key: 'no', value: { boolValue: false } },
      { key: 'list', value },
      { key: 'bytes', value: { bytesValue: 'AP8=' } },
      { key: 'none', value: {} },
      { key: '__proto__', value: { stringValue: 'a key like any other' } },
      { key: 'nul\0', value: { stringValue: 'a\0b' } },
    ],
    events: [{ timeUnixNano: '1763836800000500001', name: 'exception', attributes: [] }],
    links: [
      { traceId: newTraceId(), spanId: newSpanId(), attributes: [{ key: 'k', value: { stringValue: 'v' } }] },
    ],
    status: { code: 2, message: 'broken' },
    unheardOf: { of: 'yet' },
  });
}

/** The same in protobuf: ids are bytes. */
function asProtobuf(message: object): Buffer {
  const convert = (value: unknown, key = ''): unknown => {
    if (Array.isArray(value)) return value.map((item) => convert(item));
    if (typeof value === 'string' && /^(traceId|spanId|parentSpanId)$/.test(key))
      return Buffer.from(value, 'hex');
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, convert(item, name)]));
  };
  const type = root.lookupType('ExportTraceServiceRequest');
  return Buffer.from(type.encode(type.fromObject(convert(message) as object)).finish());
}

const statusIn = (bytes: Buffer) => root.lookupType('RpcStatus').decode(bytes).toJSON();

describe('spans', () => {
  it('are kept with everything that they say, nanoseconds and 64-bit integers exact', async () => {
    const sent = everything();
    expect((await store.post('/v1/traces', JSON.stringify(exportOf([sent])))).body).toEqual({});
    const { spans } = await traceOf(sent.traceId);
    expect(spans).toEqual([
      {
        traceId: sent.traceId.toLowerCase(),
        spanId: sent.spanId,
        parentSpanId: (sent as { parentSpanId?: string }).parentSpanId,
        name: 'POST /orders',
        kind: 'producer',
        service: 'order',
        offsetMs: 0,
        durationMs: 1.500001,
        startTimeUnixNano: '1763836800000000001',
        status: 'error',
        statusMessage: 'broken',
        attributes: {
          text: '',
          whole: 42,
          large: '9007199254740993',
          real: 0.5,
          no: false,
          list: [1, { deep: true }],
          bytes: 'AP8=',
          none: null,
          ['__proto__']: 'a key like any other',
          'nul\ufffd': 'a\ufffdb',
        },
        events: [{ name: 'exception', offsetMs: 0.5, attributes: {} }],
        links: [{ ...(sent as unknown as { links: object[] }).links[0], attributes: { k: 'v' } }],
      },
    ]);
  });

  it('are the same in protobuf as in JSON, packed or not', async () => {
    const sent = Array.from({ length: 4 }, () => ({ ...everything(), traceId: newTraceId() }));
    const [plain, binary, packed, packedBinary] = sent.map((span) => exportOf([span])) as [
      object,
      object,
      object,
      object,
    ];
    const bodies: [Buffer, Record<string, string>][] = [
      [Buffer.from(JSON.stringify(plain)), JSON_TYPE],
      [asProtobuf(binary), PROTOBUF],
      [gzipSync(JSON.stringify(packed)), { ...JSON_TYPE, 'content-encoding': 'gzip' }],
      [gzipSync(asProtobuf(packedBinary)), { ...PROTOBUF, 'content-encoding': 'gzip' }],
    ];
    const answers = await Promise.all(
      bodies.map(([body, headers]) => store.post('/v1/traces', body, headers)),
    );
    expect(answers.map(({ status, headers }) => [status, headers.get('content-type')])).toEqual(
      bodies.map(([, headers]) => [200, headers['content-type']]),
    );
    const kept = await Promise.all(sent.map(async ({ traceId }) => (await traceOf(traceId)).spans[0]!));
    const same = kept.map(({ attributes, events, startTimeUnixNano, durationMs, kind, status }) => ({
      attributes,
      events,
      startTimeUnixNano,
      durationMs,
      kind,
      status,
    }));
    expect(same[0]!.attributes).toHaveProperty('large', '9007199254740993');
    for (const other of same.slice(1)) expect(other).toEqual(same[0]);
  });

  it('change nothing when they are sent again, in whatever company', async () => {
    const known = otlpSpan({ status: { code: 2 }, links: [{ traceId: newTraceId(), spanId: newSpanId() }] });
    await store.send([known]);
    const child = otlpSpan({ traceId: known.traceId, parentSpanId: known.spanId });
    await store.send([known, child, known]);
    await store.send([child]);
    expect(await traceOf(known.traceId)).toMatchObject({ spanCount: 2, errorCount: 1, spans: [{}, {}] });
  });

  it('are accepted except those that cannot be stored, and the response counts these with their reasons', async () => {
    const good = otlpSpan();
    const spans = [
      good,
      otlpSpan({ traceId: 'xyz' }),
      otlpSpan({ traceId: '0'.repeat(32) }),
      otlpSpan({ spanId: undefined }),
      otlpSpan({ startTimeUnixNano: 'yesterday' }),
      otlpSpan({ endTimeUnixNano: '18446744073709551615' }),
      otlpSpan({ parentSpanId: 'abc' }),
    ];
    const json = await store.post('/v1/traces', JSON.stringify(exportOf(spans)));
    expect(json.status).toBe(200);
    expect(json.body).toEqual({
      partialSuccess: {
        rejectedSpans: '6',
        errorMessage:
          '2 × no valid traceId; 1 × no valid spanId; 1 × no valid startTimeUnixNano; 1 × no valid endTimeUnixNano; 1 × no valid parentSpanId',
      },
    });
    expect(await traceOf(good.traceId)).toMatchObject({ spanCount: 1 });

    const binary = await store.post('/v1/traces', asProtobuf(exportOf([otlpSpan({ spanId: '' })])), PROTOBUF);
    const answer = root.lookupType('ExportResponse').decode(binary.bytes).toJSON();
    expect(answer).toEqual({ partialSuccess: { rejected: '1', errorMessage: '1 × no valid spanId' } });
  });

  it('that end before they begin last no time', async () => {
    const span = otlpSpan({ startTimeUnixNano: atMs(10), endTimeUnixNano: atMs(5) });
    await store.send([span]);
    expect(await traceOf(span.traceId)).toMatchObject({ durationMs: 0, spans: [{ durationMs: 0 }] });
  });
});

describe('logs', () => {
  it('are kept with the trace that they name; those without one, or of one not sampled, are dropped', async () => {
    const span = otlpSpan();
    await store.send([span]);
    const log = { timeUnixNano: atMs(0.5), severityNumber: 17, body: { stringValue: 'it broke' } };
    const answer = await store.post(
      '/v1/logs',
      JSON.stringify({
        resourceLogs: [
          {
            resource: { attributes: [{ key: 'service.name', value: { stringValue: 'analytics' } }] },
            scopeLogs: [
              {
                logRecords: [
                  { ...log, traceId: span.traceId, spanId: span.spanId, flags: 1 },
                  { ...log, traceId: span.traceId, flags: 0 },
                  log,
                  { traceId: span.traceId, body: log.body },
                ],
              },
            ],
          },
        ],
      }),
    );
    expect(answer.body).toEqual({
      partialSuccess: { rejectedLogRecords: '1', errorMessage: '1 × no valid timeUnixNano' },
    });
    expect((await traceOf(span.traceId)).logs).toEqual([
      {
        offsetMs: 0.5,
        at: expect.any(String),
        severity: 'ERROR',
        body: 'it broke',
        service: 'analytics',
        spanId: span.spanId,
        attributes: {},
      },
    ]);
  });
});

describe('metrics', () => {
  it('are taken', async () => {
    const points = {
      resourceMetrics: [{ scopeMetrics: [{ metrics: [{ gauge: { dataPoints: [{ asInt: '1' }] } }] }] }],
    };
    expect(await store.post('/v1/metrics', JSON.stringify(points))).toMatchObject({ status: 200, body: {} });
    const { bytes } = await store.get('/metrics');
    expect(bytes.toString()).toMatch(/waybill_console_otlp_taken_total\{[^}]*signal="metrics"[^}]*\} 1/);
  });
});

describe('a request that is none', () => {
  it('gets a 400 response and a google.rpc.Status in its own encoding', async () => {
    for (const body of ['{', '[]', '"text"', '']) {
      const { status, body: answer } = await store.post('/v1/traces', body);
      expect([status, answer]).toEqual([400, { code: 3, message: expect.stringContaining('not a valid') }]);
    }
    const binary = await store.post('/v1/traces', Buffer.from('0aff', 'hex'), PROTOBUF);
    expect([binary.status, binary.headers.get('content-type')]).toEqual([400, 'application/x-protobuf']);
    expect(statusIn(binary.bytes)).toMatchObject({ code: 3 });
    const gzip = { ...JSON_TYPE, 'content-encoding': 'gzip' };
    expect(await store.post('/v1/logs', 'not gzip', gzip)).toMatchObject({ status: 400, body: { code: 3 } });
  });

  it.each(['traces', 'logs', 'metrics'])(
    'gets a 400 response if the list of %s is not a list',
    async (signal) => {
      const field = { traces: 'resourceSpans', logs: 'resourceLogs', metrics: 'resourceMetrics' }[signal]!;
      const { status, body } = await store.post(`/v1/${signal}`, JSON.stringify({ [field]: 7 }));
      expect([status, body]).toEqual([400, { code: 3, message: `"${field}" is not a list of objects.` }]);
    },
  );

  it('gets a 415 response if its content type or encoding is unknown', async () => {
    for (const [headers, what] of [
      [{ 'content-type': 'text/plain' }, 'application/x-protobuf'],
      [{ 'content-type': 'application/grpc' }, 'application/x-protobuf'],
      [{ ...JSON_TYPE, 'content-encoding': 'br' }, 'gzip'],
    ] as const) {
      const answer = await store.post('/v1/traces', '{}', headers);
      expect(answer).toMatchObject({
        status: 415,
        body: { code: 3, message: expect.stringContaining(what) },
      });
      expect(answer.headers.get('content-type')).toBe('application/json');
    }
    const packed = await store.post('/v1/traces', '', { ...PROTOBUF, 'content-encoding': 'zstd' });
    expect([packed.status, packed.headers.get('content-type')]).toEqual([415, 'application/x-protobuf']);
    expect(statusIn(packed.bytes)).toMatchObject({ code: 3, message: expect.stringContaining('zstd') });
  });

  it('gets a 413 response if it is larger than 4 MiB, or unpacks to more than 32 MiB', async () => {
    const large = Buffer.alloc(10 * 1024 * 1024, ' ');
    expect(await store.post('/v1/traces', large)).toMatchObject({ status: 413, body: { code: 8 } });
    const binary = await store.post('/v1/traces', large, PROTOBUF);
    expect([binary.status, binary.headers.get('content-type')]).toEqual([413, 'application/x-protobuf']);
    expect(statusIn(binary.bytes)).toMatchObject({ code: 8 });
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    const gzip = { ...JSON_TYPE, 'content-encoding': 'gzip' };
    expect(await store.post('/v1/traces', bomb, gzip)).toMatchObject({ status: 413, body: { code: 8 } });
  });

  it('is written in full or refused to be sent again, however much comes at once', async () => {
    const gzip = { ...JSON_TYPE, 'content-encoding': 'gzip' };
    // Each more than the console holds for its database, and together about all that it unpacks at a time.
    const bodies = Array.from({ length: 3 }, () => {
      const traceId = newTraceId();
      const spans = Array.from({ length: 22_000 }, () =>
        otlpSpan({ traceId, spanId: newSpanId() }, { text: 'x'.repeat(600) }),
      );
      return { traceId, body: gzipSync(JSON.stringify(exportOf(spans))) };
    });
    const send = async (body: Buffer) => {
      const answer = () => store.post('/v1/traces', body, gzip);
      const { body: told } = await eventually(answer, ({ status }) => status !== 429);
      return told;
    };
    expect(await Promise.all(bodies.map(({ body }) => send(body)))).toEqual(bodies.map(() => ({})));
    const counted = bodies.map(({ traceId }) => store.get(`/api/traces/${traceId}`));
    for (const { body } of await Promise.all(counted)) expect(body).toMatchObject({ spanCount: 22_000 });
  });

  it('is fine where it is empty, as protobuf says nothing in no bytes', async () => {
    const { status, headers, bytes } = await store.post('/v1/traces', '', PROTOBUF);
    expect([status, headers.get('content-type'), bytes.length]).toEqual([200, 'application/x-protobuf', 0]);
  });

  it('may be larger than what other endpoints take', async () => {
    const span = otlpSpan({}, { text: 'x'.repeat(2 * 1024 * 1024) });
    await store.send([span]);
    expect((await traceOf(span.traceId)).spans[0]!.attributes['text']).toHaveLength(2 * 1024 * 1024);
  });

  it('does not bring the console down by how deep it is', async () => {
    const depth = 20_000;
    const deep = `${'{"arrayValue":{"values":['.repeat(depth)}${']}}'.repeat(depth)}`;
    const span = JSON.stringify(exportOf([otlpSpan({ attributes: [{ key: 'deep', value: 'HERE' }] })]));
    expect(await store.post('/v1/traces', span.replace('"HERE"', deep))).toMatchObject({ status: 200 });
  });
});
