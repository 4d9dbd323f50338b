import { trace } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ConsoleSpanExporter,
  TracerProvider,
  type SpanExporter,
} from '@opentelemetry/sdk-trace';
import type { Exporter, TelemetryConfig } from '../config.js';
import { samplerOf } from './sampler.js';
import { WithheldAttributes } from './withheld-attributes.js';

/** Registers the tracer provider that the configuration asks for. Returns what sends the rest and stops. */
export async function startTracing(
  config: TelemetryConfig,
  resource: Resource,
): Promise<() => Promise<void>> {
  const exporters = await Promise.all(config.traces.map(exporterOf));
  const provider = new TracerProvider({
    resource,
    sampler: samplerOf(config),
    spanLimits: config.spanLimits,
    spanProcessors: [
      new WithheldAttributes(),
      ...exporters.map((exporter) => new BatchSpanProcessor({ ...config.spanBatch, exporter })),
    ],
  });
  trace.setGlobalTracerProvider(provider);
  return () => provider.shutdown();
}

async function exporterOf(name: Exporter): Promise<SpanExporter> {
  switch (name) {
    case 'http/protobuf':
      return new (await import('@opentelemetry/exporter-trace-otlp-proto')).OTLPTraceExporter();
    case 'http/json':
      return new (await import('@opentelemetry/exporter-trace-otlp-http')).OTLPTraceExporter();
    case 'console':
      return new ConsoleSpanExporter();
  }
}
