import pg from 'pg';
import {
  bringUp,
  checksumOf,
  connectionString,
  databaseName,
  ensureLogin,
  type ServiceName,
} from '@waybill/stack/parts';
import type { TestPostgres } from './test-postgres.js';

/** A migrated database that others are copied from, and the login that owns what is in it. */
export interface Template {
  readonly name: string;
  readonly user: string;
  readonly password: string;
}

/** Only on a temporary server, and only from this machine. */
const PASSWORD = 'test';

/** Makes a service's template unless this run has it already for the migrations as they are now. */
export async function ensureTemplate(postgres: TestPostgres, service: ServiceName): Promise<Template> {
  const name = `template_${service.replaceAll('-', '_')}_${(await checksumOf(service)).slice(0, 12)}`;
  const user = databaseName(service);
  const client = new pg.Client({ connectionString: postgres.administratorUrl });
  await client.connect();
  try {
    // Test files in other processes want the same one; the lock ends with the connection at the latest.
    await client.query(`SELECT pg_advisory_lock(hashtext($1))`, [name]);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1 AND datistemplate', [
      name,
    ]);
    if (rowCount === 0) {
      await ensureLogin(client, user, PASSWORD);
      await client.query(`DROP DATABASE IF EXISTS ${name}`); // half-made by a process that was killed
      await client.query(`CREATE DATABASE ${name} OWNER ${user}`);
      const url = connectionString({ user, password: PASSWORD, port: postgres.port, database: name });
      await bringUp(service, url);
      await client.query(`ALTER DATABASE ${name} IS_TEMPLATE true`);
    }
  } finally {
    await client.end();
  }
  return { name, user, password: PASSWORD };
}
