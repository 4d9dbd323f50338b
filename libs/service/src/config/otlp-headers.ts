import { ConfigError } from './load-config.js';
import { readVariable } from './read-variable.js';

const VARIABLE = 'OTEL_EXPORTER_OTLP_HEADERS';

/**
 * OpenTelemetry's exporters read their headers, which may hold a token, only from the environment of the process: puts
 * the content of the file there that `OTEL_EXPORTER_OTLP_HEADERS_FILE` names.
 *
 * @throws ConfigError
 */
export function takeOtlpHeaders(environment: NodeJS.ProcessEnv = process.env): void {
  const { value, error } = readVariable(environment, VARIABLE);
  if (error !== undefined) throw new ConfigError([`${VARIABLE}: ${error}`]);
  if (value === undefined) return;
  environment[VARIABLE] = value;
  delete environment[`${VARIABLE}_FILE`];
}
