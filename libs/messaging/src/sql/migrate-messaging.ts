import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
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

/**
 * The end of the names of those that run outside a transaction, for `CREATE INDEX CONCURRENTLY`: tables in use are not
 * locked. Each of their statements may be repeated after one that was interrupted.
 */
const CONCURRENTLY = '.concurrently';

const LOCK = `hashtext('waybill messaging migrations')`;
const LOCK_RETRY_MS = 100;

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
 * Brings the library's tables (outbox, inbox and what belongs to them) to this version, each migration in a transaction
 * with its record, `messaging_migration`. That record is the library's own, so that a service's migrations are its own,
 * whatever tool applies them. Several processes may run this at once: one applies, the others wait and find nothing to
 * do. A database that is ahead of this version stays as it is.
 *
 * @param client a session of its own, not one that a pooler shares: the lock belongs to the session
 * @returns the names of the migrations applied now
 * @throws what Postgres says of the migration that failed; those before it stay applied
 */
export async function migrateMessaging(client: MigrationClient): Promise<string[]> {
  await waitForLock(client);
  try {
    await client.query(CREATE_RECORD);
    const pending = await pendingMigrations(client);
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    // A session that was lost gave the lock back, and its loss is what the caller has to hear of.
    await client.query(`SELECT pg_advisory_unlock(${LOCK})`).catch(() => {});
  }
}

/** Asks again and again: an index that is made concurrently waits for every open statement, also one that waits for a lock. */
async function waitForLock(client: MigrationClient): Promise<void> {
  for (;;) {
    const { rows } = await client.query(`SELECT pg_try_advisory_lock(${LOCK}) AS held`);
    if ((rows as { held: boolean }[])[0]!.held) return;
    await delay(LOCK_RETRY_MS);
  }
}

async function apply(client: MigrationClient, { name, sql }: MessagingMigration): Promise<void> {
  const record = () => client.query('INSERT INTO messaging_migration (name) VALUES ($1)', [name]);
  if (name.endsWith(CONCURRENTLY)) {
    for (const statement of statementsOf(sql)) await client.query(statement);
    await record();
    return;
  }
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await record();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** Each for itself: several in one query are a transaction. */
function statementsOf(sql: string): string[] {
  return sql.split(/;\s*$/m).filter((statement) => statement.replaceAll(/^\s*--.*$/gm, '').trim() !== '');
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
