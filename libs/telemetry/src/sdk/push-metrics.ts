import {
  ConsoleMetricExporter,
  PeriodicExportingMetricReader,
  type MetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import type { Exporter, TelemetryConfig } from '../config.js';

/** Readers that send all metrics every `OTEL_METRIC_EXPORT_INTERVAL`. */
export async function pushingReaders({
  metrics,
  metricIntervalMs,
  metricTimeoutMs,
}: TelemetryConfig): Promise<MetricReader[]> {
  const exporters = await Promise.all(metrics.map(exporterOf));
  return exporters.map(
    (exporter) =>
      new PeriodicExportingMetricReader({
        exporter,
        exportIntervalMillis: metricIntervalMs,
        exportTimeoutMillis: Math.min(metricIntervalMs, metricTimeoutMs),
      }),
  );
}

async function exporterOf(name: Exporter): Promise<PushMetricExporter> {
  switch (name) {
    case 'http/protobuf':
      return new (await import('@opentelemetry/exporter-metrics-otlp-proto')).OTLPMetricExporter();
    case 'http/json':
      return new (await import('@opentelemetry/exporter-metrics-otlp-http')).OTLPMetricExporter();
    case 'console':
      return new ConsoleMetricExporter();
  }
}
