import { createHmac } from 'node:crypto';
import type pg from 'pg';
import { databaseServices, type ServiceName } from '../workspace.js';
import { connectionString } from './connection-string.js';
import { withClient } from './with-client.js';

export interface ServiceDatabaseOptions {
  readonly administratorUrl: string;
  /** What the logins' passwords are derived from; the same secret gives the same passwords at each start. */
  readonly secret: string;
  readonly port: number;
}

/**
 * One database and one login per service that has one, of the same name, made if they are missing. A login owns its database and
 * can connect to no other. Returns each service's connection string.
 */
export async function ensureServiceDatabases(
  options: ServiceDatabaseOptions,
): Promise<Record<ServiceName, string>> {
  await withClient(options.administratorUrl, async (client) => {
    await client.query('REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC');
    for (const service of databaseServices) {
      const { user, password, database } = login(service, options);
      await ensureLogin(client, user, password);
      await ensureDatabase(client, database, user);
    }
  });
  return Object.fromEntries(
    databaseServices.map((service) => [service, connectionString(login(service, options))]),
  );
}

/** The name of a service's database and of its login. */
export function databaseName(service: ServiceName): string {
  return `waybill_${service.replaceAll('-', '_')}`;
}

export async function ensureLogin(client: pg.Client, user: string, password: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [user]);
  const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
  const attributes = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE';
  await client.query(
    `${verb} ROLE ${client.escapeIdentifier(user)} ${attributes} PASSWORD ${client.escapeLiteral(password)}`,
  );
}

async function ensureDatabase(client: pg.Client, database: string, owner: string): Promise<void> {
  const name = client.escapeIdentifier(database);
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${name} OWNER ${client.escapeIdentifier(owner)}`);
  await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
}

function login(service: ServiceName, { secret, port }: ServiceDatabaseOptions) {
  const name = databaseName(service);
  const password = createHmac('sha256', secret).update(name).digest('base64url').slice(0, 24);
  return { user: name, password, database: name, port };
}
