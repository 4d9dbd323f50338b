import { metrics } from '@opentelemetry/api';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  InstrumentType,
  MeterProvider,
  MetricReader,
} from '@opentelemetry/sdk-metrics';

export interface Metrics {
  /** Every metric of this process in Prometheus's text format. */
  read(): Promise<string>;
  shutdown(): Promise<void>;
}

/** On every series, so that rules need not know how the services are scraped. */
const SERVICE_NAME = /^service\.name$/;

/**
 * Is read by a scrape. OpenTelemetry's own exporter for Prometheus repeats the last value of a gauge that is no longer
 * observed: a consumer would stay paused for ever, and an outbox full while its database is down.
 */
class ScrapeReader extends MetricReader {
  constructor() {
    super({
      aggregationTemporalitySelector: (type) =>
        type === InstrumentType.OBSERVABLE_GAUGE
          ? AggregationTemporality.DELTA
          : AggregationTemporality.CUMULATIVE,
    });
  }

  protected override async onForceFlush(): Promise<void> {}

  protected override async onShutdown(): Promise<void> {}
}

/** Registers the meter provider, which is read at `/metrics` and by the given readers, which push. */
export function startMetrics(resource: Resource, pushed: readonly MetricReader[]): Metrics {
  const reader = new ScrapeReader();
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
