import { logs, metrics, trace } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { readTelemetryConfig } from '../config.js';
import { resourceOf } from '../resource.js';
import { startLogging } from './logging.js';
import { startMetrics } from './metrics.js';
import { pushingReaders } from './push-metrics.js';
import { startTracing } from './tracing.js';

interface Received {
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A backend that accepts everything and keeps the bytes as received. */
class RecordingBackend {
  readonly received: Received[] = [];
  readonly #server: Server = createServer((request, response) => {
    void buffer(request).then((body) => {
      this.received.push({ path: request.url, headers: request.headers, body });
      response.setHeader('content-type', request.headers['content-type'] ?? '').end();
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

let backend: RecordingBackend;
let url: string;
const before = { ...process.env };

beforeEach(async () => {
  backend = new RecordingBackend();
  url = await backend.start();
});
afterEach(async () => {
  trace.disable();
  metrics.disable();
  logs.disable();
  for (const name of Object.keys(process.env)) if (name.startsWith('OTEL_')) delete process.env[name];
  Object.assign(process.env, before);
  await backend.stop();
});

/** A span, a log line and a counter of a process with these variables, all sent when it ends. */
async function exportUnder(environment: Record<string, string>): Promise<Received[]> {
  // The exporters look at the process's own.
  Object.assign(process.env, environment);
  const { config, errors } = readTelemetryConfig();
  expect(errors).toEqual([]);
  const resource = resourceOf('order');
  const stopTracing = await startTracing(config, resource);
  const stopLogging = await startLogging(config, resource);
  const { shutdown } = startMetrics(resource, await pushingReaders(config));
  trace.getTracer('test').startSpan('a span').end();
  logs.getLogger('test').emit({ body: 'a line' });
  metrics.getMeter('test').createCounter('a.counter').add(1);
  await Promise.all([stopTracing(), stopLogging(), shutdown()]);
  return backend.received.toSorted((a, b) => (a.path! < b.path! ? -1 : 1));
}

const paths = (received: Received[]) => received.map(({ path }) => path);

describe('what a process exports', () => {
  it('is protobuf at the three paths below the endpoint by default', async () => {
    const received = await exportUnder({ OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/base/` });
    expect(paths(received)).toEqual(['/base/v1/logs', '/base/v1/metrics', '/base/v1/traces']);
    for (const { headers, body } of received) {
      expect(headers['content-type']).toBe('application/x-protobuf');
      expect(headers['content-encoding']).toBeUndefined();
      // Field 1 of every export request, a message.
      expect(body[0]).toBe(0x0a);
    }
    expect(received.map(({ body }) => /a span|a line|a\.counter/.exec(body.toString())?.[0])).toEqual([
      'a line',
      'a.counter',
      'a span',
    ]);
  });

  it('is JSON for http/json, and compressed for gzip', async () => {
    const received = await exportUnder({
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    });
    for (const { headers } of received) {
      expect(headers).toMatchObject({ 'content-type': 'application/json', 'content-encoding': 'gzip' });
    }
    expect(received.map(({ body }) => JSON.parse(gunzipSync(body).toString()) as object)).toEqual([
      { resourceLogs: [expect.anything()] },
      { resourceMetrics: [expect.anything()] },
      { resourceSpans: [expect.anything()] },
    ]);
  });

  it('is sent signal by signal if each has its own encoding, address, headers', async () => {
    const received = await exportUnder({
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${url}/spans?tenant=7`,
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20all,x-all=1',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'authorization=Bearer%20traces',
      OTEL_METRICS_EXPORTER: 'none',
    });
    expect(
      received.map(({ path, headers }) => [path, headers['content-type'], headers.authorization]),
    ).toEqual([
      ['/', 'application/x-protobuf', 'Bearer all'],
      ['/spans?tenant=7', 'application/json', 'Bearer traces'],
    ]);
    expect(received.map(({ headers }) => headers['x-all'])).toEqual(['1', '1']);
  });

  it('identifies the process: the variables override what the process knows', async () => {
    const received = await exportUnder({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${url}/v1/traces`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_SERVICE_NAME: 'order-blue',
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=not-this,deployment.environment.name=a%2Cb',
    });
    expect(paths(received)).toEqual(['/v1/traces']);
    const text = received[0]!.body.toString();
    for (const [key, stringValue] of [
      ['service.name', 'order-blue'],
      ['service.namespace', 'waybill'],
      ['deployment.environment.name', 'a,b'],
    ]) {
      expect(text).toContain(JSON.stringify({ key, value: { stringValue } }));
    }
  });

  it('is nothing if the SDK is disabled', async () => {
    const received = await exportUnder({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_SDK_DISABLED: 'true' });
    expect(received).toEqual([]);
  });

  it('has no span if the sampler takes none', async () => {
    const received = await exportUnder({
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_TRACES_SAMPLER: 'always_off',
    });
    expect(paths(received)).toEqual(['/v1/logs', '/v1/metrics']);
  });
});
