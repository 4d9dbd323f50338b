import { readTelemetryConfig } from '@waybill/telemetry/register';
import { baseSettings, type BaseConfig } from './base-settings.js';
import { httpConflicts } from './http-settings.js';
import { readVariable, type Environment } from './read-variable.js';
import type { ConfigOf, Setting, Settings } from './setting.js';

/** The environment does not match the settings. The message has every error with its fix, but no values: they may be secret. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';

  constructor(readonly errors: readonly string[]) {
    super(
      `The configuration has ${errors.length} error(s):\n${errors.map((error) => `  ${error}`).join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}

/** The part of a service's definition that declares its settings. */
export interface Configurable<Own extends Settings> {
  /** `false`: the service needs neither database nor broker. */
  database?: unknown;
  settings?: Own;
  check?: (config: BaseConfig & ConfigOf<Own>) => readonly string[];
}

const { databaseUrl: _databaseUrl, natsUrl: _natsUrl, ...withoutServers } = baseSettings;

/**
 * Reads the settings that every service has, and the service's own, from the environment, or from files that it names:
 * `DATABASE_URL`, or `DATABASE_URL_FILE`.
 *
 * @throws ConfigError with all errors together
 */
export function loadConfig<Own extends Settings = Record<never, Setting>>(
  { database, settings, check }: Configurable<Own> = {},
  environment: Environment = process.env,
): BaseConfig & ConfigOf<Own> {
  const errors: string[] = [];
  const config: Record<string, unknown> = {};
  const base = database === false ? withoutServers : baseSettings;
  for (const [key, { variable, schema, description }] of Object.entries({ ...base, ...settings })) {
    const { value, error } = readVariable(environment, variable);
    const parsed = schema.safeParse(value);
    if (error !== undefined) errors.push(`${variable}: ${error}`);
    else if (parsed.success) config[key] = parsed.data;
    else {
      const messages = parsed.error.issues.map(({ message }) => message).join('; ');
      errors.push(`${variable}: ${value === undefined ? 'is not set' : messages} (${description})`);
    }
  }
  const telemetry = readTelemetryConfig(environment);
  errors.push(...telemetry.errors);
  if (errors.length > 0) throw new ConfigError(errors);
  const loaded = { ...config, telemetry: telemetry.config } as BaseConfig & ConfigOf<Own>;
  const conflicts = [...httpConflicts(loaded), ...(check?.(loaded) ?? [])];
  if (conflicts.length > 0) throw new ConfigError(conflicts);
  return loaded;
}
