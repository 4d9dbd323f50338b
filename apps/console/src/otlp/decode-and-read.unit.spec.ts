import { describe, expect, it } from '@jest/globals';
import protobuf from 'protobufjs/light.js';
import { decode, JSON_TYPE, PROTOBUF_TYPE } from './codec.js';
import { OTLP } from './descriptor.js';
import { MalformedExport } from './errors.js';
import { LOGS, METRICS, TRACES } from './signals.js';

const SPAN = {
  traceId: '5B8EFFF798038103D269B633813FC60C',
  spanId: 'eee19b7ec3c1b174',
  name: 'a span',
  kind: 2,
  startTimeUnixNano: '1544712660000000000',
  endTimeUnixNano: '1544712661000000000',
};

const requestOf = (span: object) => ({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });

function readJson(request: unknown) {
  return TRACES.read(decode(Buffer.from(JSON.stringify(request)), JSON_TYPE, TRACES.requestType));
}

/** The one span of a request that has nothing refused. */
function read(fields: object) {
  const { spans, rejections } = readJson(requestOf({ ...SPAN, ...fields }));
  expect(rejections.message).toBe('');
  return spans![0]!;
}

describe('a span in JSON', () => {
  it('has ids in hex of either case, and nanoseconds in text or as a number', () => {
    expect(read({})).toMatchObject({
      traceId: '5b8efff798038103d269b633813fc60c',
      spanId: 'eee19b7ec3c1b174',
      startNs: '1544712660000000000',
    });
    expect(read({ startTimeUnixNano: 1544712660000000000 }).startNs).toBe('1544712660000000000');
  });

  it('has 64-bit integers in text or as numbers', () => {
    const { attributes } = read({
      attributes: [
        { key: 'text', value: { intValue: '-42' } },
        { key: 'number', value: { intValue: 42 } },
        { key: 'largest', value: { intValue: '9223372036854775807' } },
      ],
    });
    expect(attributes).toEqual({ text: -42, number: 42, largest: '9223372036854775807' });
  });

  it('has enums as numbers, or by name, and the first of them for what is unknown', () => {
    expect(read({ kind: 4, status: { code: 2 } })).toMatchObject({ kind: 'producer', status: 'error' });
    expect(read({ kind: 'SPAN_KIND_PRODUCER', status: { code: 'STATUS_CODE_OK' } })).toMatchObject({
      kind: 'producer',
      status: 'ok',
    });
    expect(read({ kind: 99, status: { code: -1 } })).toMatchObject({ kind: 'internal', status: 'unset' });
  });

  it('may have unknown fields, and null for those that are not set', () => {
    const nothing = { attributes: null, events: null, links: null, status: null, parentSpanId: null };
    expect(read({ ...nothing, entityRefs: [1], flags: 257 })).toMatchObject({ attributes: {}, links: [] });
  });

  it.each([
    ['resourceSpans', { resourceSpans: 7 }],
    ['resourceSpans', { resourceSpans: { scopeSpans: [] } }],
    ['resourceSpans', { resourceSpans: [null] }],
    ['scopeSpans', { resourceSpans: [{ scopeSpans: 'none' }] }],
    ['resource', { resourceSpans: [{ resource: 'order' }] }],
    ['spans', { resourceSpans: [{ scopeSpans: [{ spans: [[]] }] }] }],
    ['attributes', requestOf({ ...SPAN, attributes: { 'service.name': 'order' } })],
    ['value', requestOf({ ...SPAN, attributes: [{ key: 'plain', value: 'text' }] })],
    ['status', requestOf({ ...SPAN, status: 2 })],
    ['links', requestOf({ ...SPAN, links: [7] })],
  ])('makes the whole request malformed where %s is something else than it has to be', (name, request) => {
    expect(() => readJson(request)).toThrow(MalformedExport);
    expect(() => readJson(request)).toThrow(`"${name}" is not`);
  });

  it('makes it malformed in the other signals alike', () => {
    expect(() => LOGS.read({ resourceLogs: 7 })).toThrow(MalformedExport);
    expect(() => METRICS.read({ resourceMetrics: [{ scopeMetrics: [{ metrics: [{ sum: 7 }] }] }] })).toThrow(
      MalformedExport,
    );
  });
});

it('counts a log line as taken whether it names a trace, and is kept, or not', () => {
  const line = { timeUnixNano: SPAN.startTimeUnixNano, body: { stringValue: 'a line' } };
  const logRecords = [line, { ...line, traceId: SPAN.traceId }, { body: line.body }];
  const { logs, taken, rejections } = LOGS.read({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
  expect([logs!.length, taken, rejections.count]).toEqual([1, 2, 1]);
});

describe('a request in protobuf', () => {
  const root = protobuf.Root.fromJSON(OTLP);
  const type = root.lookupType(TRACES.requestType);
  const bytes = Buffer.from(
    type
      .encode(
        type.fromObject(
          requestOf({
            ...SPAN,
            traceId: Buffer.from(SPAN.traceId, 'hex'),
            spanId: Buffer.from(SPAN.spanId, 'hex'),
            attributes: [{ key: 'deep', value: { arrayValue: { values: [{ intValue: '42' }] } } }],
          }),
        ),
      )
      .finish(),
  );
  const readBytes = (body: Buffer) => TRACES.read(decode(body, PROTOBUF_TYPE, TRACES.requestType));

  it('says the same as in JSON', () => {
    const attributes = [{ key: 'deep', value: { arrayValue: { values: [{ intValue: '42' }] } } }];
    expect(readBytes(bytes).spans).toEqual([read({ attributes })]);
  });

  it('is malformed, and nothing worse, wherever it is cut off', () => {
    for (let length = 1; length < bytes.length; length++) {
      expect(() => readBytes(bytes.subarray(0, length))).toThrow(MalformedExport);
    }
  });

  it('is malformed or readable, and nothing worse, whatever bit is turned over in it', () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const turned = Buffer.from(bytes);
      turned[bit >> 3]! ^= 1 << (bit & 7);
      try {
        readBytes(turned);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedExport);
      }
    }
  });

  it('may say nothing at all', () => {
    expect(readBytes(Buffer.alloc(0))).toMatchObject({ spans: [], taken: 0 });
  });
});
