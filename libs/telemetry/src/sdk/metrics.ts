import { metrics } from '@opentelemetry/api';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import type { Resource } from '@opentelemetry/resources';
import { MeterProvider, type MetricReader } from '@opentelemetry/sdk-metrics';

export interface Metrics {
  /** Every metric of this process in Prometheus's text format. */
  read(): Promise<string>;
  shutdown(): Promise<void>;
}

/** On every series, so that rules need not know how the services are scraped. */
const SERVICE_NAME = /^service\.name$/;

/** Registers the meter provider, which is read at `/metrics` and by the given readers, which push. */
export function startMetrics(resource: Resource, pushed: readonly MetricReader[]): Metrics {
  const reader = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ resource, readers: [reader, ...pushed] });
  metrics.setGlobalMeterProvider(provider);
  const serializer = new PrometheusSerializer(undefined, false, SERVICE_NAME);
  return {
    async read() {
      const { resourceMetrics, errors } = await reader.collect();
      // An observer that throws must not suppress the other metrics, nor go unnoticed.
      const failures = errors.map((error) => `# failed: ${String(error).replaceAll('\n', ' ')}\n`);
      return failures.join('') + serializer.serialize(resourceMetrics);
    },
    shutdown: () => provider.shutdown(),
  };
}
