import { context, metrics, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { observeProcess } from './process-metrics.js';

export interface Telemetry {
  /** Every metric of this process in Prometheus' text format. */
  metrics(): Promise<string>;
}

let started: Telemetry | undefined;

/**
 * Puts OpenTelemetry's global parts in place: context that follows `await`, W3C trace context and baggage
 * on the wire, meters that `/metrics` reads. Call it once, before anything takes a meter or a tracer;
 * a second call in the same process gives the first one's result. Importing this file does nothing.
 */
export function startTelemetry(service: string): Telemetry {
  started ??= start(service);
  return started;
}

function start(service: string): Telemetry {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
  );

  const reader = new PrometheusExporter({ preventServerStart: true });
  const resource = resourceFromAttributes({ 'service.name': service, 'service.namespace': 'waybill' });
  metrics.setGlobalMeterProvider(new MeterProvider({ resource, readers: [reader] }));
  observeProcess(metrics.getMeter('@waybill/telemetry'));

  const serializer = new PrometheusSerializer();
  return {
    async metrics() {
      const { resourceMetrics, errors } = await reader.collect();
      // An observer that throws must not take the other figures with it, and must not go unseen.
      const failures = errors.map((error) => `# failed: ${String(error).replaceAll('\n', ' ')}\n`);
      return failures.join('') + serializer.serialize(resourceMetrics);
    },
  };
}
