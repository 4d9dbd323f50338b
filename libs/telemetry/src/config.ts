import type { BatchSpanProcessorOptions } from '@opentelemetry/sdk-trace';
import type { LogRecordLimits } from '@opentelemetry/sdk-logs';
import { z } from 'zod';
import { namesOf, readProtocol, type Protocol, type SignalName } from './otlp-variables.js';
import { everyEntry, least, readFrom, word, words, type Environment, type Read } from './variables.js';

/** How a signal leaves the process: by OTLP, or on standard output. Prometheus is always on, at `/metrics`. */
export type Exporter = Protocol | 'console';

/** What OpenTelemetry's own variables say. What only the OTLP exporters need (endpoint, headers, …) they read themselves. */
export type TelemetryConfig = ReturnType<typeof readAll>;

interface TelemetryConfigRead {
  readonly config: TelemetryConfig;
  /** What is wrong, one line per variable. */
  readonly errors: readonly string[];
}

/** Reads the standard `OTEL_*` variables, and our own one. */
export function readTelemetryConfig(environment: Environment = process.env): TelemetryConfigRead {
  const errors = new Set<string>();
  const config = readAll(readFrom(environment, (error) => errors.add(error)));
  return { config, errors: [...errors] };
}

const sampler = word([
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
]);
const ratio = z
  .string()
  .transform(Number)
  .refine((value) => value >= 0 && value <= 1, 'must be a number, 0 to 1');
/** Of attributes of spans and fields of log lines. `*` alone would allow everything, and is refused. */
const names = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .refine(
    (list) => list.every((name) => /^\*?[\w.-]+\*?$/.test(name)),
    'must be names, comma-separated; a * at either end of one stands for any text',
  );
/** Others would write other headers than docs/headers.md promises. */
const propagators = words(['tracecontext', 'baggage', 'none']);

function readAll(read: Read) {
  read(resourceAttributes, 'OTEL_RESOURCE_ATTRIBUTES');
  const samplerName = read(sampler, 'OTEL_TRACES_SAMPLER') ?? 'parentbased_always_on';
  return {
    /** Empty: no spans are made at all; trace context still travels. */
    traces: readExporters(read, 'TRACES'),
    metrics: readExporters(read, 'METRICS'),
    logs: readExporters(read, 'LOGS'),
    /** What of a caller's context is taken, and passed on. */
    propagators: (read(propagators, 'OTEL_PROPAGATORS') ?? ['tracecontext', 'baggage']).filter(
      (name) => name !== 'none',
    ),
    sampler: samplerName,
    /** Between 0 and 1, for the samplers by ratio. */
    samplerRatio: (samplerName.endsWith('ratio') ? read(ratio, 'OTEL_TRACES_SAMPLER_ARG') : undefined) ?? 1,
    spanBatch: readBatch(read, 'OTEL_BSP'),
    logBatch: readBatch(read, 'OTEL_BLRP'),
    spanLimits: {
      ...readAttributeLimits(read, 'OTEL_SPAN'),
      eventCountLimit: read(least(0), 'OTEL_SPAN_EVENT_COUNT_LIMIT'),
      // A batch handler's span has a link for each message; OpenTelemetry's default of 128 would drop most of them.
      linkCountLimit: read(least(0), 'OTEL_SPAN_LINK_COUNT_LIMIT') ?? 1_024,
      attributePerEventCountLimit: read(least(0), 'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT'),
      attributePerLinkCountLimit: read(least(0), 'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT'),
    },
    logLimits: readAttributeLimits(read, 'OTEL_LOGRECORD'),
    /** Names that may leave the process besides the platform's own. */
    attributes: read(names, 'TELEMETRY_ATTRIBUTES') ?? [],
    metricIntervalMs: read(least(1), 'OTEL_METRIC_EXPORT_INTERVAL') ?? 60_000,
    metricTimeoutMs: read(least(1), 'OTEL_METRIC_EXPORT_TIMEOUT') ?? 30_000,
  };
}

/**
 * Without an endpoint and without an exporter named, nothing is exported: OpenTelemetry's default would be to send to
 * localhost, even if nothing listens there.
 */
function readExporters(read: Read, signal: SignalName): Exporter[] {
  if (read(z.string().toLowerCase(), 'OTEL_SDK_DISABLED') === 'true') return [];
  const known = words(signal === 'METRICS' ? [...EXPORTERS, 'prometheus'] : EXPORTERS);
  const byDefault = read(z.string(), ...namesOf(signal, 'ENDPOINT')) ? ['otlp'] : [];
  const names = read(known, `OTEL_${signal}_EXPORTER`) ?? byDefault;
  return [
    ...(names.includes('otlp') ? [readProtocol(read, signal)] : []),
    ...(names.includes('console') ? (['console'] as const) : []),
  ];
}

const EXPORTERS = ['otlp', 'console', 'none'];

function readBatch(read: Read, prefix: string): Omit<BatchSpanProcessorOptions, 'exporter'> {
  return {
    scheduledDelayMillis: read(least(0), `${prefix}_SCHEDULE_DELAY`),
    exportTimeoutMillis: read(least(1), `${prefix}_EXPORT_TIMEOUT`),
    maxQueueSize: read(least(1), `${prefix}_MAX_QUEUE_SIZE`),
    maxExportBatchSize: read(least(1), `${prefix}_MAX_EXPORT_BATCH_SIZE`),
  };
}

/** A limit for the signal takes precedence over the general one. */
function readAttributeLimits(read: Read, prefix: string): LogRecordLimits {
  const limit = (name: string) => read(least(0), `${prefix}_${name}`, `OTEL_${name}`);
  return {
    attributeCountLimit: limit('ATTRIBUTE_COUNT_LIMIT'),
    attributeValueLengthLimit: limit('ATTRIBUTE_VALUE_LENGTH_LIMIT'),
  };
}

/** The resource's detector reads them; if one is wrong, it leaves out all of them and says nothing. */
const resourceAttributes = z.string().refine(
  (text) =>
    everyEntry(text, (entry) => {
      const [key = '', value, ...rest] = entry.split('=').map((part) => decodeURIComponent(part.trim()));
      return (
        key !== '' && value !== undefined && rest.length === 0 && Math.max(key.length, value.length) <= 255
      );
    }),
  'must be name=value, separated by commas, up to 255 characters each, “,” and “=” as %2C and %3D',
);
