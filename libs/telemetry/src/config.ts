import { readProtocol, type Protocol, type SignalName } from './otlp-variables.js';
import { Variables, type Environment } from './variables.js';

/** How a signal leaves the process: by OTLP, or on standard output. Prometheus is always on, at `/metrics`, and needs no name here. */
export type Exporter = Protocol | 'console';

const EXPORTERS = ['otlp', 'console', 'none'] as const;
/** Others would write other headers than docs/headers.md promises. */
const PROPAGATORS = ['tracecontext', 'baggage', 'none'] as const;
export type PropagatorName = Exclude<(typeof PROPAGATORS)[number], 'none'>;

export const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;
export type SamplerName = (typeof SAMPLERS)[number];

export interface BatchConfig {
  scheduledDelayMillis?: number;
  exportTimeoutMillis?: number;
  maxQueueSize?: number;
  maxExportBatchSize?: number;
}

export interface AttributeLimits {
  attributeCountLimit?: number;
  attributeValueLengthLimit?: number;
}

export interface SpanLimits extends AttributeLimits {
  eventCountLimit?: number;
  linkCountLimit?: number;
  attributePerEventCountLimit?: number;
  attributePerLinkCountLimit?: number;
}

/** What OpenTelemetry's own variables say. What the OTLP exporters alone look at (endpoint, headers, …) they read themselves. */
export interface TelemetryConfig {
  /** None: no spans are made at all; trace context still travels. */
  readonly traces: readonly Exporter[];
  readonly metrics: readonly Exporter[];
  readonly logs: readonly Exporter[];
  /** What of a caller's context is taken, and passed on. */
  readonly propagators: readonly PropagatorName[];
  readonly sampler: SamplerName;
  /** Between 0 and 1, for the samplers by ratio. */
  readonly samplerRatio: number;
  readonly spanBatch: BatchConfig;
  readonly logBatch: BatchConfig;
  readonly spanLimits: SpanLimits;
  readonly logLimits: AttributeLimits;
  readonly metricIntervalMs: number;
  readonly metricTimeoutMs: number;
}

export interface TelemetryConfigRead {
  readonly config: TelemetryConfig;
  /** What is wrong, one line per variable. */
  readonly faults: readonly string[];
}

/** A batch handler's span has a link for each message; the conventions' own default of 128 would drop most of them. */
const LINKS = 1_024;

/**
 * Reads the standard `OTEL_*` variables. Without an endpoint and without an exporter named, nothing is
 * exported: OpenTelemetry's default would be to send to localhost whether somebody listens there or not.
 */
export function readTelemetryConfig(environment: Environment = process.env): TelemetryConfigRead {
  const variables = new Variables(environment);
  const sampler = variables.word('OTEL_TRACES_SAMPLER', SAMPLERS) ?? 'parentbased_always_on';
  const ratio = { min: 0, max: 1, whole: false };
  const config: TelemetryConfig = {
    traces: readExporters(variables, 'TRACES'),
    metrics: readExporters(variables, 'METRICS'),
    logs: readExporters(variables, 'LOGS'),
    propagators: readPropagators(variables),
    sampler,
    samplerRatio:
      (sampler.endsWith('ratio') ? variables.number('OTEL_TRACES_SAMPLER_ARG', ratio) : undefined) ?? 1,
    spanBatch: readBatch(variables, 'OTEL_BSP'),
    logBatch: readBatch(variables, 'OTEL_BLRP'),
    spanLimits: readSpanLimits(variables),
    logLimits: readAttributeLimits(variables, 'OTEL_LOGRECORD'),
    metricIntervalMs: variables.number('OTEL_METRIC_EXPORT_INTERVAL', { min: 1 }) ?? 60_000,
    metricTimeoutMs: variables.number('OTEL_METRIC_EXPORT_TIMEOUT', { min: 1 }) ?? 30_000,
  };
  checkResourceAttributes(variables);
  return { config, faults: variables.faults };
}

function readExporters(variables: Variables, signal: SignalName): Exporter[] {
  if (variables.text('OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return [];
  const endpoint = variables.firstSet(`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`, 'OTEL_EXPORTER_OTLP_ENDPOINT');
  const known = signal === 'METRICS' ? ([...EXPORTERS, 'prometheus'] as const) : EXPORTERS;
  const names = variables.words(`OTEL_${signal}_EXPORTER`, known) ?? (endpoint ? ['otlp'] : []);
  return names.flatMap((name): Exporter[] => {
    if (name === 'otlp') return [readProtocol(variables, signal)];
    return name === 'console' ? ['console'] : [];
  });
}

function readPropagators(variables: Variables): PropagatorName[] {
  const names = variables.words('OTEL_PROPAGATORS', PROPAGATORS) ?? ['tracecontext', 'baggage'];
  return names.filter((name) => name !== 'none');
}

function readBatch(variables: Variables, prefix: 'OTEL_BSP' | 'OTEL_BLRP'): BatchConfig {
  return {
    scheduledDelayMillis: variables.number(`${prefix}_SCHEDULE_DELAY`, { min: 0 }),
    exportTimeoutMillis: variables.number(`${prefix}_EXPORT_TIMEOUT`, { min: 1 }),
    maxQueueSize: variables.number(`${prefix}_MAX_QUEUE_SIZE`, { min: 1 }),
    maxExportBatchSize: variables.number(`${prefix}_MAX_EXPORT_BATCH_SIZE`, { min: 1 }),
  };
}

function readSpanLimits(variables: Variables): SpanLimits {
  const limit = (name: string) => variables.number(name, { min: 0 });
  return {
    ...readAttributeLimits(variables, 'OTEL_SPAN'),
    eventCountLimit: limit('OTEL_SPAN_EVENT_COUNT_LIMIT'),
    linkCountLimit: limit('OTEL_SPAN_LINK_COUNT_LIMIT') ?? LINKS,
    attributePerEventCountLimit: limit('OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT'),
    attributePerLinkCountLimit: limit('OTEL_LINK_ATTRIBUTE_COUNT_LIMIT'),
  };
}

/** A limit of its own goes before the one for everything. */
function readAttributeLimits(variables: Variables, prefix: 'OTEL_SPAN' | 'OTEL_LOGRECORD'): AttributeLimits {
  const limit = (name: string) =>
    variables.number(`${prefix}_${name}`, { min: 0 }) ?? variables.number(`OTEL_${name}`, { min: 0 });
  return {
    attributeCountLimit: limit('ATTRIBUTE_COUNT_LIMIT'),
    attributeValueLengthLimit: limit('ATTRIBUTE_VALUE_LENGTH_LIMIT'),
  };
}

/** The resource's detector reads them, and lets all of them go, without a word, where one is wrong. */
function checkResourceAttributes(variables: Variables): void {
  const name = 'OTEL_RESOURCE_ATTRIBUTES';
  const entries =
    variables
      .text(name)
      ?.split(',')
      .filter((entry) => entry.trim() !== '') ?? [];
  const isRight = (entry: string) => {
    try {
      const [key = '', value, ...rest] = entry.split('=').map((part) => decodeURIComponent(part.trim()));
      return (
        key !== '' && value !== undefined && rest.length === 0 && Math.max(key.length, value.length) <= 255
      );
    } catch {
      return false;
    }
  };
  if (!entries.every(isRight)) {
    variables.refuse(
      name,
      'must be name=value, separated by commas, up to 255 characters each, “,” and “=” as %2C and %3D',
    );
  }
}
