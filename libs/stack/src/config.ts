import { homedir } from 'node:os';
import { join } from 'node:path';
import { StackError } from './errors.js';
import { databaseServices, type ServiceName } from './workspace.js';

/** What the environment says about the stack. It is read only here. */
export interface StackConfig {
  /** `NATS_URL`: servers to use instead of an embedded nats-server. */
  readonly natsUrl: string | undefined;
  /** `DATABASE_URL_<SERVICE>` for every service: databases to use instead of an embedded Postgres. */
  readonly databaseUrls: Readonly<Record<ServiceName, string>> | undefined;
  /** Where fetched servers are kept: `$XDG_CACHE_HOME/waybill`, else `~/.cache/waybill`. */
  readonly cacheFolder: string;
  /** The folders of `PATH`. */
  readonly path: readonly string[];
}

/** A variable of `npm start` and the tests, for the documentation. */
export interface StackVariable {
  readonly variable: string;
  readonly description: string;
}

/** What the environment may say, beside the settings of the services. */
export const stackVariables: readonly StackVariable[] = [
  { variable: 'NATS_URL', description: 'NATS servers to use instead of an embedded nats-server' },
  {
    variable: 'DATABASE_URL_<SERVICE>',
    description:
      'Databases to use instead of an embedded Postgres: one for every service, as in DATABASE_URL_ORDER, or none',
  },
  {
    variable: 'DATABASE_DIRECT_URL_<SERVICE>',
    description: 'The DATABASE_DIRECT_URL of that service',
  },
  {
    variable: 'XDG_CACHE_HOME',
    description: 'Where a downloaded nats-server is kept, in the folder waybill; ~/.cache if unset',
  },
];

/**
 * @throws StackError `DATABASE_URLS_INCOMPLETE` when only some services are given a database
 */
export function stackConfig(env: NodeJS.ProcessEnv = process.env): StackConfig {
  const cacheHome = env['XDG_CACHE_HOME'];
  return {
    natsUrl: env['NATS_URL'] || undefined,
    databaseUrls: databaseUrls(env),
    cacheFolder: join(cacheHome?.startsWith('/') ? cacheHome : join(homedir(), '.cache'), 'waybill'),
    path: (env['PATH'] ?? '').split(':').filter(Boolean),
  };
}

function databaseUrls(env: NodeJS.ProcessEnv): Record<ServiceName, string> | undefined {
  const urls = databaseServices.map(
    (service) => [service, env[variableOf(service, 'DATABASE_URL')]] as const,
  );
  const missing = urls.filter(([, url]) => !url).map(([service]) => variableOf(service, 'DATABASE_URL'));
  if (missing.length === urls.length) return undefined;
  if (missing.length > 0) {
    throw new StackError(
      'DATABASE_URLS_INCOMPLETE',
      `some services are given a database and others are not: ${missing.join(', ')} is not set`,
      { fix: 'set one for every service to use an outside Postgres, or none to use the embedded one' },
    );
  }
  return Object.fromEntries(urls) as Record<ServiceName, string>;
}

/** What only one service is to get: `DATABASE_URL_ORDER`. */
export function variableOf(service: ServiceName, setting: string): string {
  return `${setting}_${service.toUpperCase().replaceAll('-', '_')}`;
}
