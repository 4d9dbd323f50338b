import { describe, expect, it } from '@jest/globals';
import { readTelemetryConfig } from './config.js';

describe('what the OTEL_ variables say', () => {
  it('is to export nothing where no endpoint and no exporter is named', () => {
    const { config, faults } = readTelemetryConfig({});
    expect(config).toMatchObject({ traces: [], metrics: [], logs: [], sampler: 'parentbased_always_on' });
    expect(faults).toEqual([]);
  });

  it('is to export everything by OTLP once there is an endpoint', () => {
    const { config } = readTelemetryConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' });
    expect(config).toMatchObject({ traces: ['otlp'], metrics: ['otlp'], logs: ['otlp'] });
  });

  it("may be said signal by signal, and a signal's own endpoint is for that signal alone", () => {
    const { config } = readTelemetryConfig({
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://logs:4318/v1/logs',
      OTEL_TRACES_EXPORTER: 'otlp,console',
      OTEL_METRICS_EXPORTER: 'prometheus',
    });
    expect(config).toMatchObject({ traces: ['otlp', 'console'], metrics: [], logs: ['otlp'] });
  });

  it('is nothing at all where the SDK is disabled', () => {
    const { config } = readTelemetryConfig({
      OTEL_SDK_DISABLED: 'TRUE',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    });
    expect(config).toMatchObject({ traces: [], metrics: [], logs: [] });
  });

  it('names the sampler and the batches', () => {
    const { config } = readTelemetryConfig({
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.1',
      OTEL_BSP_SCHEDULE_DELAY: '200',
      OTEL_BLRP_MAX_QUEUE_SIZE: '64',
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
    });
    expect(config).toMatchObject({
      sampler: 'parentbased_traceidratio',
      samplerRatio: 0.1,
      spanBatch: { scheduledDelayMillis: 200 },
      logBatch: { maxQueueSize: 64 },
      metricIntervalMs: 1_000,
    });
  });

  it('is refused, all of it at once, where it cannot be done', () => {
    const { faults } = readTelemetryConfig({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_TRACES_EXPORTER: 'otlp,zipkin',
      OTEL_TRACES_SAMPLER: 'sometimes',
      OTEL_BSP_SCHEDULE_DELAY: 'soon',
    });
    expect(faults.map((fault) => fault.split(':')[0]).sort()).toEqual([
      'OTEL_BSP_SCHEDULE_DELAY',
      'OTEL_EXPORTER_OTLP_PROTOCOL',
      'OTEL_TRACES_EXPORTER',
      'OTEL_TRACES_SAMPLER',
    ]);
  });
});
