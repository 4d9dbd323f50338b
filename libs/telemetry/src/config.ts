/** Where a signal goes. `prometheus` is always on, at `/metrics`, and needs no name here. */
export type Exporter = 'otlp' | 'console';

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

/** What OpenTelemetry's own variables say. What the OTLP exporters alone look at (endpoint, headers, …) they read themselves. */
export interface TelemetryConfig {
  /** None: no spans are made at all; trace context still travels. */
  readonly traces: readonly Exporter[];
  readonly metrics: readonly Exporter[];
  readonly logs: readonly Exporter[];
  readonly sampler: SamplerName;
  /** Between 0 and 1, for the samplers by ratio. */
  readonly samplerRatio: number;
  readonly spanBatch: BatchConfig;
  readonly logBatch: BatchConfig;
  readonly metricIntervalMs: number;
  readonly linkCountLimit: number;
}

export interface TelemetryConfigRead {
  readonly config: TelemetryConfig;
  /** What is wrong, one line per variable. */
  readonly faults: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A batch handler's span has a link for each message; the conventions' own default of 128 would drop most of them. */
const LINKS = 1_024;

/**
 * Reads the standard `OTEL_*` variables. Without an endpoint and without an exporter named, nothing is
 * exported: OpenTelemetry's default would be to send to localhost whether somebody listens there or not.
 */
export function readTelemetryConfig(environment: Environment = process.env): TelemetryConfigRead {
  const faults: string[] = [];
  const value = (name: string) => environment[name]?.trim() || undefined;
  const number = (name: string, min: number, max = Number.MAX_SAFE_INTEGER) => {
    const text = value(name);
    if (text === undefined) return undefined;
    const parsed = Number(text);
    if (parsed >= min && parsed <= max) return parsed;
    faults.push(`${name}: must be a number from ${min}${max < Number.MAX_SAFE_INTEGER ? ` to ${max}` : ''}`);
    return undefined;
  };
  const disabled = value('OTEL_SDK_DISABLED')?.toLowerCase() === 'true';

  const exporters = (signal: 'TRACES' | 'METRICS' | 'LOGS'): Exporter[] => {
    const name = `OTEL_${signal}_EXPORTER`;
    const given = value(name);
    const endpoint = value('OTEL_EXPORTER_OTLP_ENDPOINT') ?? value(`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`);
    const names = (given ?? (endpoint ? 'otlp' : 'none')).split(',').map((item) => item.trim().toLowerCase());
    const known = ['otlp', 'console', 'none', ...(signal === 'METRICS' ? ['prometheus'] : [])];
    const unknown = names.filter((item) => !known.includes(item));
    if (unknown.length > 0) faults.push(`${name}: ${unknown.join(', ')} is none of ${known.join(', ')}`);
    const wanted = names.filter((item) => item === 'otlp' || item === 'console');
    if (wanted.includes('otlp')) checkProtocol(signal);
    return disabled ? [] : [...new Set(wanted)];
  };
  const checkProtocol = (signal: string) => {
    for (const name of [`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`, 'OTEL_EXPORTER_OTLP_PROTOCOL']) {
      const protocol = value(name);
      if (protocol === undefined) continue;
      if (protocol !== 'http/json') {
        faults.push(`${name}: this service speaks http/json, which OTLP receivers take at the same address`);
      }
      return;
    }
  };
  const batch = (prefix: 'OTEL_BSP' | 'OTEL_BLRP'): BatchConfig => ({
    scheduledDelayMillis: number(`${prefix}_SCHEDULE_DELAY`, 0),
    exportTimeoutMillis: number(`${prefix}_EXPORT_TIMEOUT`, 1),
    maxQueueSize: number(`${prefix}_MAX_QUEUE_SIZE`, 1),
    maxExportBatchSize: number(`${prefix}_MAX_EXPORT_BATCH_SIZE`, 1),
  });
  const samplerOf = (): SamplerName => {
    const given = value('OTEL_TRACES_SAMPLER') ?? 'parentbased_always_on';
    const known = SAMPLERS.find((name) => name === given);
    if (!known) faults.push(`OTEL_TRACES_SAMPLER: ${given} is none of ${SAMPLERS.join(', ')}`);
    return known ?? 'parentbased_always_on';
  };

  const sampler = samplerOf();
  const config: TelemetryConfig = {
    traces: exporters('TRACES'),
    metrics: exporters('METRICS'),
    logs: exporters('LOGS'),
    sampler,
    samplerRatio: (sampler.endsWith('ratio') ? number('OTEL_TRACES_SAMPLER_ARG', 0, 1) : undefined) ?? 1,
    spanBatch: batch('OTEL_BSP'),
    logBatch: batch('OTEL_BLRP'),
    metricIntervalMs: number('OTEL_METRIC_EXPORT_INTERVAL', 1) ?? 60_000,
    linkCountLimit: number('OTEL_SPAN_LINK_COUNT_LIMIT', 1) ?? LINKS,
  };
  return { config, faults: [...new Set(faults)] };
}
