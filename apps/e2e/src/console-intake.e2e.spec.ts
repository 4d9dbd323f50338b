import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TraceDetail } from '@waybill/console-api';
import { gzipSync } from 'node:zlib';
import { ConsoleApi } from './support/console-api.js';
import { inJson, inProtobuf, newSpan, type SentSpan } from './support/otlp.js';
import { eventually, Platform } from './support/platform.js';

let platform: Platform;
let api: ConsoleApi;

beforeAll(async () => {
  platform = await Platform.start();
  api = await ConsoleApi.of(platform);
}, 240_000);

afterAll(() => platform?.stop(), 60_000);

describe('spans sent to the console', () => {
  const JSON_TYPE = { 'content-type': 'application/json' };
  const PROTOBUF = { 'content-type': 'application/x-protobuf' };
  const GZIP = { 'content-encoding': 'gzip' };
  const encodings: [string, (sent: SentSpan) => Uint8Array<ArrayBuffer>, Record<string, string>][] = [
    ['JSON', (sent) => Uint8Array.from(Buffer.from(inJson(sent))), JSON_TYPE],
    ['JSON, gzipped', (sent) => Uint8Array.from(gzipSync(inJson(sent))), { ...JSON_TYPE, ...GZIP }],
    ['protobuf', inProtobuf, PROTOBUF],
    ['protobuf, gzipped', (sent) => Uint8Array.from(gzipSync(inProtobuf(sent))), { ...PROTOBUF, ...GZIP }],
  ];

  it.each(encodings)('sent as %s get a response of that type, and are shown', async (_, encode, headers) => {
    const sent = newSpan();
    const response = await api.send('POST', '/v1/traces', encode(sent), headers);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain(headers['content-type']);
    let trace: TraceDetail | undefined;
    await eventually(async () => {
      trace = await api.get<TraceDetail>(`/api/traces/${sent.traceId}`);
      return trace.spans.length === 1;
    }, 'the span is kept');
    expect(trace!.spans[0]).toMatchObject({
      spanId: sent.spanId,
      service: 'elsewhere',
      name: 'GET /elsewhere',
      kind: 'server',
      durationMs: 2,
      startTimeUnixNano: String(sent.startedAt),
    });
  });

  it('are refused with the reason if they cannot be parsed', async () => {
    const statusOf = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
      (await api.send('POST', '/v1/traces', body, headers)).status;
    expect(await statusOf('{"resourceSpans": [', JSON_TYPE)).toBe(400);
    expect(await statusOf(Uint8Array.of(255, 255, 255), PROTOBUF)).toBe(400);
    expect(await statusOf('not gzip', { ...JSON_TYPE, ...GZIP })).toBe(400);
    expect(await statusOf('<spans/>', { 'content-type': 'text/xml' })).toBe(415);
  });

  it('are refused if they are larger than the console accepts once decompressed', async () => {
    const bomb = Uint8Array.from(gzipSync(Buffer.alloc(64 * 1024 * 1024, ' ')));
    const response = await api.send('POST', '/v1/traces', bomb, { ...JSON_TYPE, ...GZIP });
    expect(response.status).toBe(413);
  });
});

describe('logs and metrics sent to the console', () => {
  it('are taken; a log is shown in its trace', async () => {
    const sent = newSpan();
    await api.send('POST', '/v1/traces', inJson(sent));
    const record = {
      timeUnixNano: String(sent.startedAt),
      severityText: 'WARN',
      severityNumber: 13,
      body: { stringValue: 'said elsewhere' },
      traceId: sent.traceId,
      spanId: sent.spanId,
    };
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'elsewhere' } }] };
    const logs = { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record] }] }] };
    expect((await api.send('POST', '/v1/logs', logs)).status).toBe(200);
    expect((await api.send('POST', '/v1/metrics', { resourceMetrics: [] })).status).toBe(200);
    const said = async () => (await api.get<TraceDetail>(`/api/traces/${sent.traceId}`)).logs;
    await eventually(async () => (await said()).length === 1, 'the log is kept');
    expect((await said())[0]).toMatchObject({
      body: 'said elsewhere',
      service: 'elsewhere',
      spanId: sent.spanId,
    });
  });
});
