import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, ConsoleSpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import type { TelemetryConfig } from '../config.js';
import { samplerOf } from './sampler.js';

/** Registers the tracer provider that the configuration asks for. Gives the way to send what is left. */
export function startTracing(config: TelemetryConfig, resource: Resource): () => Promise<void> {
  const provider = new TracerProvider({
    resource,
    sampler: samplerOf(config),
    spanLimits: { linkCountLimit: config.linkCountLimit },
    spanProcessors: config.traces.map(
      (name) =>
        new BatchSpanProcessor({
          ...config.spanBatch,
          exporter: name === 'otlp' ? new OTLPTraceExporter() : new ConsoleSpanExporter(),
        }),
    ),
  });
  trace.setGlobalTracerProvider(provider);
  return () => provider.shutdown();
}
