import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { readState } from '../state/state-file.js';
import { databaseServices } from '../workspace.js';
import { ADMINISTRATOR } from './cluster.js';
import { connectionString } from './connection-string.js';
import { postgresOn } from './postgres-server.js';
import { databaseName } from './service-databases.js';
import { withClient } from './with-client.js';

/** A database, with its two logins, of a service that the workspace no longer has. */
export interface UndeclaredDatabase {
  readonly name: string;
  readonly bytes: number;
}

/**
 * Those that a start made for a service: each belongs to `owner_of_` its own name, or to the login of its name if an
 * earlier version made it. One that has sessions is in use, by a service that was removed and not stopped yet.
 */
const SELECT_UNUSED = `
SELECT datname AS name, pg_database_size(oid)::float8 AS bytes FROM pg_database
WHERE datname LIKE 'waybill\\_%' AND pg_get_userbyid(datdba) IN (datname, 'owner_of_' || datname) AND datname <> ALL ($1)
  AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE datid = pg_database.oid)
ORDER BY datname`;

/** Of the embedded Postgres that runs on this data folder; none if the services have another one. */
export async function undeclaredDatabases(dataDir: string): Promise<UndeclaredDatabase[]> {
  const url = administratorOf(dataDir);
  if (url === undefined) return [];
  return withClient(url, (client) => select(client));
}

/**
 * Drops databases that `undeclaredDatabases` names, and their logins. What is declared or in use meanwhile stays.
 *
 * @param onDropped is called with the name of each
 */
export async function dropUndeclaredDatabases(
  dataDir: string,
  names: readonly string[],
  onDropped: (name: string) => void = () => {},
): Promise<void> {
  const url = administratorOf(dataDir);
  if (url === undefined) return;
  await withClient(url, async (client) => {
    for (const { name } of await select(client)) {
      if (!names.includes(name)) continue;
      await client.query(`DROP DATABASE ${client.escapeIdentifier(name)}`);
      for (const role of [name, `owner_of_${name}`]) {
        await client.query(`DROP ROLE IF EXISTS ${client.escapeIdentifier(role)}`);
      }
      onDropped(name);
    }
  });
}

async function select(client: pg.Client): Promise<UndeclaredDatabase[]> {
  const declared = databaseServices.map(databaseName);
  return (await client.query<UndeclaredDatabase>(SELECT_UNUSED, [declared])).rows;
}

function administratorOf(dataDir: string): string | undefined {
  const [serviceUrl] = Object.values(readState(dataDir)?.postgres ?? {});
  const passwordFile = join(dataDir, 'postgres-password');
  if (serviceUrl === undefined || !postgresOn(dataDir) || !existsSync(passwordFile)) return undefined;
  return connectionString({
    user: ADMINISTRATOR,
    password: readFileSync(passwordFile, 'utf8').trim(),
    port: Number(new URL(serviceUrl).port),
    database: 'postgres',
  });
}
