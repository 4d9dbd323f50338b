import { createHmac } from 'node:crypto';
import { databaseServices, type ServiceName } from '../workspace.js';
import { connectionString } from './connection-string.js';
import type { DatabaseLogins } from './database-logins.js';
import { ensureDatabase } from './ensure-database.js';
import { withClient } from './with-client.js';

export interface ServiceDatabaseOptions {
  readonly administratorUrl: string;
  /** What the logins' passwords are derived from; the same secret gives the same passwords at each start. */
  readonly secret: string;
  readonly port: number;
}

/** One database per service that has one, with two logins, made if they are missing. */
export async function ensureServiceDatabases(
  options: ServiceDatabaseOptions,
): Promise<Record<ServiceName, DatabaseLogins>> {
  const { administratorUrl } = options;
  const all = databaseServices.map((service) => [service, databaseLogins(service, options)] as const);
  await withClient(administratorUrl, async (client) => {
    await client.query('REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC');
    for (const [, logins] of all) await ensureDatabase(client, administratorUrl, logins);
  });
  return Object.fromEntries(all);
}

/** The name of a service's database, and of the login that the service uses. */
export function databaseName(service: ServiceName): string {
  return `waybill_${service.replaceAll('-', '_')}`;
}

/** The login that owns a service's database. No service is named so: their databases all begin with `waybill_`. */
export function ownerName(service: ServiceName): string {
  return `owner_of_${databaseName(service)}`;
}

export function databaseLogins(
  service: ServiceName,
  { secret, port }: Pick<ServiceDatabaseOptions, 'secret' | 'port'>,
): DatabaseLogins {
  const database = databaseName(service);
  const loginAs = (user: string) => {
    const password = createHmac('sha256', secret).update(user).digest('base64url').slice(0, 24);
    return connectionString({ user, password, database, port });
  };
  return { owner: loginAs(ownerName(service)), runtime: loginAs(database) };
}
