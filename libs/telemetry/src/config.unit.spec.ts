import { describe, expect, it } from '@jest/globals';
import { readTelemetryConfig } from './config.js';

describe('what the OTEL_ variables say', () => {
  it('is to export nothing if no endpoint and no exporter is named', () => {
    const { config, errors } = readTelemetryConfig({});
    expect(config).toMatchObject({ traces: [], metrics: [], logs: [], sampler: 'parentbased_always_on' });
    expect(errors).toEqual([]);
  });

  it('is to export everything by OTLP once there is an endpoint', () => {
    const { config } = readTelemetryConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' });
    expect(config).toMatchObject({
      traces: ['http/protobuf'],
      metrics: ['http/protobuf'],
      logs: ['http/protobuf'],
    });
  });

  it("may be said signal by signal, and a signal's own endpoint is for that signal alone", () => {
    const { config } = readTelemetryConfig({
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://logs:4318/v1/logs',
      OTEL_TRACES_EXPORTER: 'otlp,console',
      OTEL_METRICS_EXPORTER: 'prometheus',
    });
    expect(config).toMatchObject({
      traces: ['http/protobuf', 'console'],
      metrics: [],
      logs: ['http/protobuf'],
    });
  });

  it('is nothing at all if the SDK is disabled', () => {
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

  it("is an encoding for all signals, or a signal's own", () => {
    const { config, errors } = readTelemetryConfig({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'HTTP/JSON',
      OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/protobuf',
    });
    expect(config).toMatchObject({ traces: ['http/json'], metrics: ['http/json'], logs: ['http/protobuf'] });
    expect(errors).toEqual([]);
  });

  it('is how context travels: W3C trace context and baggage, one of them, or neither', () => {
    const propagators = (value?: string) =>
      readTelemetryConfig({ OTEL_PROPAGATORS: value }).config.propagators;
    expect(propagators()).toEqual(['tracecontext', 'baggage']);
    expect(propagators('tracecontext')).toEqual(['tracecontext']);
    expect(propagators('none')).toEqual([]);
  });

  it('is what spans and log records may hold, each its own limit or the one for both', () => {
    const { config } = readTelemetryConfig({
      OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '4096',
      OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '100',
      OTEL_SPAN_EVENT_COUNT_LIMIT: '0',
    });
    expect(config.spanLimits).toMatchObject({
      attributeValueLengthLimit: 100,
      eventCountLimit: 0,
      linkCountLimit: 1_024,
    });
    expect(config.logLimits).toMatchObject({ attributeValueLengthLimit: 4_096 });
  });

  it('is refused, all of it at once, if it cannot be followed', () => {
    const { errors } = readTelemetryConfig({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization: Bearer secret',
      OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'zstd',
      OTEL_EXPORTER_OTLP_TIMEOUT: '10s',
      OTEL_TRACES_EXPORTER: 'otlp,zipkin',
      OTEL_TRACES_SAMPLER: 'sometimes',
      OTEL_PROPAGATORS: 'tracecontext,b3',
      OTEL_BSP_SCHEDULE_DELAY: 'soon',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment',
    });
    expect(errors.map((error) => error.split(':')[0]).sort()).toEqual([
      'OTEL_BSP_SCHEDULE_DELAY',
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'OTEL_EXPORTER_OTLP_HEADERS',
      'OTEL_EXPORTER_OTLP_PROTOCOL',
      'OTEL_EXPORTER_OTLP_TIMEOUT',
      'OTEL_EXPORTER_OTLP_TRACES_COMPRESSION',
      'OTEL_PROPAGATORS',
      'OTEL_RESOURCE_ATTRIBUTES',
      'OTEL_TRACES_EXPORTER',
      'OTEL_TRACES_SAMPLER',
    ]);
    expect(errors.join()).not.toContain('secret');
    expect(errors).toContainEqual(expect.stringMatching(/grpc is not supported; use http\/protobuf/));
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=abc==,x-tenant=a%20b'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization=Basic dXNlcjpwYXNz'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'https://otlp.example/base/'],
    ['OTEL_EXPORTER_OTLP_COMPRESSION', 'gzip'],
    ['OTEL_EXPORTER_OTLP_CERTIFICATE', 'package.json'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment=a%2Cb,empty='],
    ['OTEL_TRACES_EXPORTER', ''],
  ])('takes %s=%s', (name, value) => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', [name]: value };
    expect(readTelemetryConfig(environment).errors).toEqual([]);
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_HEADERS', 'broken=%zz'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'two words=x'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'injected=a%0Ab'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'grpc://collector:4317'],
    ['OTEL_EXPORTER_OTLP_CERTIFICATE', '/no/such/ca.pem'],
    ['OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY', '/no/such/key.pem'],
    ['OTEL_BSP_MAX_QUEUE_SIZE', '1.5'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'a=b=c'],
  ])('does not take %s=%s', (name, value) => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', [name]: value };
    expect(readTelemetryConfig(environment).errors).toEqual([expect.stringMatching(`^${name}: must be `)]);
  });

  it('may be wrong if nothing is sent by OTLP', () => {
    const environment = {
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317',
    };
    expect(readTelemetryConfig({ ...environment, OTEL_SDK_DISABLED: 'true' }).errors).toEqual([]);
    expect(readTelemetryConfig({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }).errors).toEqual([]);
  });
});
