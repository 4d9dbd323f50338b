import type { Sample } from '../../comparison.ts';

/** How much is traced, from nothing to everything, in the standard variables. */
export const MODES = {
  off: {},
  '10 %': { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' },
  '100 %': { OTEL_TRACES_SAMPLER: 'parentbased_always_on' },
} as const;
export type Mode = keyof typeof MODES;
export const MODE_NAMES = Object.keys(MODES) as Mode[];

/** The environment of a process that traces as `mode` says and sends spans to `endpoint`. No logs or metrics: they are the same in all modes. */
export function environmentOf(mode: Mode, endpoint: string): Record<string, string> {
  if (mode === 'off') return {};
  return {
    ...MODES[mode],
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    // As `npm start` has it.
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  };
}

export type Rounds = Record<Mode, Sample[]>;
