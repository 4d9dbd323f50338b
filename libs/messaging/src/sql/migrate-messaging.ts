import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export { MESSAGING_TABLES } from './messaging-tables.js';

/** Applied in the order of their names; one that was released never changes. */
const FOLDER = fileURLToPath(new URL('../../migrations/', import.meta.url));

/**
 * The migrations of which every service had a copy until the library had its own; together they are `0001_messaging`. In
 * a database of that time they stay in `_prisma_migrations`, because processes of that version look for them there.
 */
export const COPIED_MIGRATIONS: readonly string[] = [
  '20261122000000_messaging',
  '20261127000000_consumer_positions',
  '20261127010000_outbox_resend',
  '20261127020000_messaging_audit',
];

/** One `pg` client: a transaction belongs to a session. */
export interface MigrationClient {
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

export interface MessagingMigration {
  readonly name: string;
  readonly sql: string;
}

const CREATE_RECORD = `
CREATE TABLE IF NOT EXISTS messaging_migration (
  name TEXT PRIMARY KEY,
  applied_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
)`;

/** The library's migrations, in the order in which they are applied. */
export async function messagingMigrations(): Promise<MessagingMigration[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file) => ({
      name: file.slice(0, -'.sql'.length),
      sql: await readFile(join(FOLDER, file), 'utf8'),
    })),
  );
}

/**
 * Brings the library's tables (outbox, inbox and what belongs to them) to this version, in one transaction. They have a
 * record of their own, `messaging_migration`, so that a service's migrations are its own, whatever tool applies them.
 * Several processes may run this at once: one applies, the others wait and find nothing to do. A database that is ahead
 * of this version stays as it is.
 *
 * @returns the names of the migrations applied now
 * @throws what Postgres says of the migration that failed; nothing is left behind
 */
export async function migrateMessaging(client: MigrationClient): Promise<string[]> {
  await client.query('BEGIN');
  try {
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('waybill messaging migrations'))`);
    await client.query(CREATE_RECORD);
    const pending = await pendingMigrations(client);
    for (const { name, sql } of pending) {
      await client.query(sql);
      await client.query('INSERT INTO messaging_migration (name) VALUES ($1)', [name]);
    }
    await client.query('COMMIT');
    return pending.map(({ name }) => name);
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** Whether `migrateMessaging` has nothing to do. */
export async function isMessagingMigrated(client: MigrationClient): Promise<boolean> {
  const { rows } = await client.query(`SELECT to_regclass('messaging_migration') AS record`);
  const [{ record }] = rows as [{ record: string | null }];
  return record !== null && (await pendingMigrations(client)).length === 0;
}

async function pendingMigrations(client: MigrationClient): Promise<MessagingMigration[]> {
  const { rows } = await client.query('SELECT name FROM messaging_migration');
  const applied = new Set((rows as { name: string }[]).map(({ name }) => name));
  return (await messagingMigrations()).filter(({ name }) => !applied.has(name));
}
