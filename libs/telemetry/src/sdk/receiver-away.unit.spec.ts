import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { logs, metrics, trace } from '@opentelemetry/api';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { readTelemetryConfig } from '../config.js';
import { resourceOf } from '../resource.js';
import { startLogging } from './logging.js';
import { startMetrics } from './metrics.js';
import { pushingReaders } from './push-metrics.js';
import { startTracing } from './tracing.js';

const QUEUE = 64;
const BATCH = 16;
const MADE = 5_000;
const WORKED = new RegExp(`^worked_total\\{.*service_name="order".*\\} ${MADE}$`, 'm');
const SETTINGS = {
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_BSP_MAX_QUEUE_SIZE: String(QUEUE),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: String(BATCH),
  OTEL_BLRP_MAX_QUEUE_SIZE: String(QUEUE),
  OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: String(BATCH),
};

let receiver: Server | undefined;
const before = { ...process.env };

async function listen(respond: RequestListener): Promise<string> {
  receiver = createServer(respond);
  await new Promise<void>((resolve) => receiver!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
}

/** What a service makes of it: more spans, lines and measurements than any queue holds, without a pause. */
async function work(endpoint: string) {
  Object.assign(process.env, SETTINGS, { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
  const { config } = readTelemetryConfig();
  const resource = resourceOf('order');
  const stopTracing = await startTracing(config, resource);
  const stopLogging = await startLogging(config, resource);
  const { shutdown, read } = startMetrics(resource, await pushingReaders(config));
  const counter = metrics.getMeter('test').createCounter('worked');
  for (let nth = 0; nth < MADE; nth++) {
    trace.getTracer('test').startSpan('a span').end();
    logs.getLogger('test').emit({ body: 'a line' });
    counter.add(1);
  }
  return { read, stop: () => Promise.allSettled([stopTracing(), stopLogging(), shutdown()]) };
}

beforeEach(() => {
  receiver = undefined;
});
afterEach(async () => {
  for (const api of [trace, metrics, logs]) api.disable();
  for (const name of Object.keys(process.env)) if (name.startsWith('OTEL_')) delete process.env[name];
  Object.assign(process.env, before);
  receiver?.closeAllConnections();
  await new Promise((resolve) => (receiver ? receiver.close(resolve) : resolve(undefined)));
});

describe('a receiver of telemetry that takes and never answers', () => {
  it('holds nothing up, and costs a bounded queue: the rest is dropped', async () => {
    const held: (() => void)[] = [];
    let hangs = true;
    let spans = 0;
    let lines = 0;
    const url = await listen((request, response) => {
      void buffer(request).then((body) => {
        const text = body.toString();
        spans += text.split('"a span"').length - 1;
        lines += text.split('"a line"').length - 1;
        const answer = () => response.setHeader('content-type', 'application/json').end('{}');
        if (hangs) held.push(answer);
        else answer();
      });
    });
    const { read, stop } = await work(url);
    // `/metrics` is served meanwhile.
    expect(await read()).toMatch(WORKED);
    hangs = false;
    const stopped = stop();
    for (const answer of held) answer();
    await stopped;
    // What was queued, and one batch that was on its way.
    expect(spans).toBeGreaterThan(0);
    expect(spans).toBeLessThanOrEqual(QUEUE + BATCH);
    expect(lines).toBeGreaterThan(0);
    expect(lines).toBeLessThanOrEqual(QUEUE + BATCH);
  });
});

describe('a receiver that answers with nonsense, or is not there', () => {
  it.each([
    ['an error that is not to be tried again', 400, 'no'],
    ['a page of HTML', 200, '<html>'],
  ])('%s fails nothing', async (_, status, body) => {
    const url = await listen((request, response) => {
      request.resume();
      response.writeHead(status, { 'content-type': 'text/html' }).end(body);
    });
    const { read, stop } = await work(url);
    expect(await read()).toMatch(WORKED);
    await stop();
  });
});
