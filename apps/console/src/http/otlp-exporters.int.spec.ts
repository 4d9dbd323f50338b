import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { OTLPLogExporter as JsonLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter as JsonTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TraceDetail } from '@waybill/console-api';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import { startTestStore, type TestStore } from '../testing/test-store.js';

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

const resource = resourceFromAttributes({ 'service.name': 'shop' });

describe("what OpenTelemetry's own exporters send", () => {
  it.each([
    { encoding: 'JSON', TraceExporter: JsonTraceExporter, LogExporter: JsonLogExporter },
    { encoding: 'protobuf', TraceExporter: ProtobufTraceExporter, LogExporter: ProtobufLogExporter },
  ])('in $encoding is kept as it was said', async ({ TraceExporter, LogExporter }) => {
    const spans = new TracerProvider({
      resource,
      spanProcessors: [
        new BatchSpanProcessor({ exporter: new TraceExporter({ url: `${store.url}/v1/traces` }) }),
      ],
    });
    const lines = new LoggerProvider({
      resource,
      processors: [
        new BatchLogRecordProcessor({ exporter: new LogExporter({ url: `${store.url}/v1/logs` }) }),
      ],
    });
    const tracer = spans.getTracer('test');
    const root = tracer.startSpan('POST /orders', { kind: SpanKind.SERVER }, ROOT_CONTEXT);
    const inRoot = trace.setSpan(ROOT_CONTEXT, root);
    const child = tracer.startSpan(
      'create order.placed',
      {
        kind: SpanKind.PRODUCER,
        attributes: { text: 'ä', whole: 2 ** 40, negative: -1, real: 0.5, yes: true, list: ['a', 'b'] },
        links: [{ context: root.spanContext(), attributes: { why: 'test' } }],
      },
      inRoot,
    );
    child.recordException(new TypeError('no'));
    child.end();
    root.end();
    lines.getLogger('test').emit({ body: 'a line', severityText: 'warn', context: inRoot });
    await Promise.all([spans.shutdown(), lines.shutdown()]);

    const { traceId, spanId } = root.spanContext();
    const kept = (await store.get(`/api/traces/${traceId}`)).body as unknown as TraceDetail;
    expect(kept.spans.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toMatchObject([
      { spanId, service: 'shop', kind: 'server', status: 'unset' },
      {
        spanId: child.spanContext().spanId,
        parentSpanId: spanId,
        kind: 'producer',
        attributes: { text: 'ä', whole: 2 ** 40, negative: -1, real: 0.5, yes: true, list: ['a', 'b'] },
        links: [{ traceId, spanId, attributes: { why: 'test' } }],
        events: [{ name: 'exception', attributes: { 'exception.type': 'TypeError' } }],
      },
    ]);
    expect(kept.spans.find((span) => span.spanId === spanId)).not.toHaveProperty('parentSpanId');
    expect(kept.logs).toMatchObject([{ body: 'a line', severity: 'warn', service: 'shop', spanId }]);
  });
});
