import { readTelemetryConfig } from '@waybill/telemetry/register';
import { baseSettings, type BaseConfig } from './base-settings.js';
import type { ConfigOf, Setting, Settings } from './setting.js';

/** The environment does not fit the settings. The message names every fault, each with what to do; no values, as they may be secret. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';

  constructor(readonly faults: readonly string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings that every service has and the service's own from the environment, once.
 *
 * @throws ConfigError names all faults together
 */
export function loadConfig<Own extends Settings = Record<never, Setting>>(
  own: Own = {} as Own,
  environment: Environment = process.env,
): BaseConfig & ConfigOf<Own> {
  const faults: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [key, { variable, schema, description }] of Object.entries({ ...baseSettings, ...own })) {
    // An empty variable is how most tools say "not set".
    const parsed = schema.safeParse(environment[variable] === '' ? undefined : environment[variable]);
    if (parsed.success) config[key] = parsed.data;
    else {
      const missing = environment[variable] === undefined || environment[variable] === '';
      const what = missing ? 'is not set' : parsed.error.issues.map(({ message }) => message).join('; ');
      faults.push(`${variable}: ${what} (${description})`);
    }
  }
  const telemetry = readTelemetryConfig(environment);
  faults.push(...telemetry.faults);
  if (faults.length > 0) throw new ConfigError(faults);
  return { ...config, telemetry: telemetry.config } as BaseConfig & ConfigOf<Own>;
}
