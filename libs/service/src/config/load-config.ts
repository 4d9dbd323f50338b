import { readTelemetryConfig } from '@waybill/telemetry/register';
import { baseSettings, type BaseConfig } from './base-settings.js';
import type { ConfigOf, Setting, Settings } from './setting.js';

/** The environment does not fit the settings. The message names every error with its fix; no values, as they may be secret. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';

  constructor(readonly errors: readonly string[]) {
    super(
      `The configuration has ${errors.length} error(s):\n${errors.map((error) => `  ${error}`).join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The part of a service's definition that says what it is told. */
export interface Configurable<Own extends Settings> {
  settings?: Own;
  check?: (config: BaseConfig & ConfigOf<Own>) => readonly string[];
}

/**
 * Reads the settings that every service has and the service's own from the environment.
 *
 * @throws ConfigError names all errors together
 */
export function loadConfig<Own extends Settings = Record<never, Setting>>(
  { settings, check }: Configurable<Own> = {},
  environment: Environment = process.env,
): BaseConfig & ConfigOf<Own> {
  const errors: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [key, { variable, schema, description }] of Object.entries({ ...baseSettings, ...settings })) {
    // An empty variable is how most tools say "not set".
    const parsed = schema.safeParse(environment[variable] === '' ? undefined : environment[variable]);
    if (parsed.success) config[key] = parsed.data;
    else {
      const missing = environment[variable] === undefined || environment[variable] === '';
      const what = missing ? 'is not set' : parsed.error.issues.map(({ message }) => message).join('; ');
      errors.push(`${variable}: ${what} (${description})`);
    }
  }
  const telemetry = readTelemetryConfig(environment);
  errors.push(...telemetry.errors);
  if (errors.length > 0) throw new ConfigError(errors);
  const loaded = { ...config, telemetry: telemetry.config } as BaseConfig & ConfigOf<Own>;
  const more = check?.(loaded) ?? [];
  if (more.length > 0) throw new ConfigError(more);
  return loaded;
}
