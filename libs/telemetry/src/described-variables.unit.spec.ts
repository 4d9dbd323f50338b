import { expect, it } from '@jest/globals';
import { readTelemetryConfig } from './config.js';
import { describedVariables } from './described-variables.js';

/** Read by OpenTelemetry's own exporter and detector, not by us. */
const READ_BY_SDK = ['OTEL_SERVICE_NAME', 'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE'];

it('describes every variable that is read, and no other', () => {
  const described = describedVariables.map(({ variable }) => variable);
  expect([...variablesRead(), ...READ_BY_SDK].sort()).toEqual(described.sort());
});

it('describes the defaults as they are', () => {
  const defaults = Object.fromEntries(describedVariables.map((each) => [each.variable, each.default]));
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' };
  expect(readTelemetryConfig({ ...defaults, ...endpoint })).toMatchObject({
    config: JSON.parse(JSON.stringify(readTelemetryConfig(endpoint).config)) as object,
    errors: [],
  });
});

/** Those that a signal has for itself count as the one for all. */
function variablesRead(): Set<string> {
  const read = new Set<string>();
  const set: Record<string, string> = {
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_TRACES_SAMPLER: 'traceidratio',
  };
  readTelemetryConfig(
    new Proxy(set, {
      get: (variables, name: string) => {
        read.add(name.replace(/^(OTEL_EXPORTER_OTLP)_(?:TRACES|METRICS|LOGS)/, '$1'));
        return variables[name];
      },
    }),
  );
  return read;
}
