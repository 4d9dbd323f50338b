import { homedir } from 'node:os';
import { join } from 'node:path';
import { StackError } from './errors.js';
import { connectionVariable } from './postgres/connection-variable.js';
import type { DatabaseLogins } from './postgres/database-logins.js';
import { databaseServices, type ServiceName } from './workspace.js';

/** What the environment says about the stack. It is read only here. */
export interface StackConfig {
  /** `NATS_URL`: servers to use instead of an embedded nats-server. */
  readonly natsUrl: string | undefined;
  /** `BROKER_USERS`: whether each service has a login of its own at the embedded nats-server. */
  readonly brokerUsers: boolean;
  /** `DATABASE_URL_<SERVICE>` for every service: databases to use instead of an embedded Postgres. */
  readonly databases: Readonly<Record<ServiceName, DatabaseLogins>> | undefined;
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
    variable: 'BROKER_USERS',
    description:
      'off: everybody may do everything at the embedded nats-server; by default (on) each service may do what it declares',
  },
  {
    variable: 'DATABASE_URL_<SERVICE>',
    description:
      'Databases to use instead of an embedded Postgres: one for every service, as in DATABASE_URL_ORDER, or none',
  },
  {
    variable: 'DATABASE_OWNER_URL_<SERVICE>',
    description:
      'The same database as its owner, for migrations; the service itself then needs no right to change tables. Default: DATABASE_URL_<SERVICE>',
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
 * @throws StackError `BROKER_USERS_INVALID`; `DATABASE_URLS_INCOMPLETE` when only some services are given a database
 */
export function stackConfig(env: NodeJS.ProcessEnv = process.env): StackConfig {
  const cacheHome = env['XDG_CACHE_HOME'];
  return {
    natsUrl: env['NATS_URL'] || undefined,
    brokerUsers: brokerUsers(env['BROKER_USERS']),
    databases: databases(env),
    cacheFolder: join(cacheHome?.startsWith('/') ? cacheHome : join(homedir(), '.cache'), 'waybill'),
    path: (env['PATH'] ?? '').split(':').filter(Boolean),
  };
}

function brokerUsers(text: string | undefined): boolean {
  if (!text || text === 'on') return true;
  if (text === 'off') return false;
  throw new StackError('BROKER_USERS_INVALID', `BROKER_USERS is on or off, not "${text}"`, {
    fix: 'unset it, or set it to off for a broker on which everybody may do everything',
  });
}

function databases(env: NodeJS.ProcessEnv): Record<ServiceName, DatabaseLogins> | undefined {
  const all = databaseServices.map((service) => [service, databaseOf(service, env)] as const);
  const missing = all.filter(([, logins]) => !logins).map(([service]) => variableOf(service, 'DATABASE_URL'));
  if (missing.length === all.length) return undefined;
  if (missing.length > 0) {
    throw new StackError(
      'DATABASE_URLS_INCOMPLETE',
      `some services are given a database and others are not: ${missing.join(', ')} is not set`,
      { fix: 'set one for every service to use an outside Postgres, or none to use the embedded one' },
    );
  }
  return Object.fromEntries(all) as Record<ServiceName, DatabaseLogins>;
}

/**
 * An outside database, if the environment names one for this service, by variable or by file.
 *
 * @throws StackError `DATABASE_URL_UNREADABLE`
 */
export function databaseOf(
  service: ServiceName,
  env: NodeJS.ProcessEnv = process.env,
): DatabaseLogins | undefined {
  const runtime = connectionVariable(variableOf(service, 'DATABASE_URL'), env);
  if (runtime === undefined) return undefined;
  return { runtime, owner: connectionVariable(variableOf(service, 'DATABASE_OWNER_URL'), env) ?? runtime };
}

/** What only one service is to get: `DATABASE_URL_ORDER`. */
export function variableOf(service: ServiceName, setting: string): string {
  return `${setting}_${service.toUpperCase().replaceAll('-', '_')}`;
}
