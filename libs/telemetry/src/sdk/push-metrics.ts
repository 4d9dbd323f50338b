import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import {
  ConsoleMetricExporter,
  PeriodicExportingMetricReader,
  type MetricReader,
} from '@opentelemetry/sdk-metrics';
import type { TelemetryConfig } from '../config.js';

/** Readers that send all metrics every `OTEL_METRIC_EXPORT_INTERVAL`. */
export function pushingReaders({ metrics, metricIntervalMs }: TelemetryConfig): MetricReader[] {
  return metrics.map(
    (name) =>
      new PeriodicExportingMetricReader({
        exporter: name === 'otlp' ? new OTLPMetricExporter() : new ConsoleMetricExporter(),
        exportIntervalMillis: metricIntervalMs,
        exportTimeoutMillis: Math.min(metricIntervalMs, 30_000),
      }),
  );
}
