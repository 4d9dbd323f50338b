import type pg from 'pg';
import { StackError } from '../errors.js';

/** What made the messaging tables while each service had copies of these migrations: together `0001_messaging`. */
const COPIES = [
  '20261122000000_messaging',
  '20261127000000_consumer_positions',
  '20261127010000_outbox_resend',
  '20261127020000_messaging_audit',
];

/**
 * A database that has the messaging tables from a service's own migrations keeps them, and what is in them: its record
 * is rewritten to the library's.
 *
 * @throws StackError `MIGRATIONS_CHANGED` its messaging tables are older than the last of those migrations
 */
export async function adoptMessagingTables(service: string, client: pg.Client): Promise<void> {
  const { rows: found } = await client.query<{ record: string | null }>(
    `SELECT to_regclass('_prisma_migrations') AS record`,
  );
  if (!found[0]!.record) return;
  const { rowCount } = await client.query(
    'SELECT FROM _prisma_migrations WHERE migration_name = ANY ($1) AND finished_at IS NOT NULL',
    [COPIES],
  );
  if (rowCount === 0) return;
  if (rowCount !== COPIES.length) {
    throw new StackError(
      'MIGRATIONS_CHANGED',
      `the messaging tables of ${service} were made by a version that cannot be migrated from`,
      { fix: 'start with empty data: npm start -- --fresh' },
    );
  }
  await client.query(`
    BEGIN;
    CREATE TABLE messaging_migration (
      name TEXT PRIMARY KEY,
      applied_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
    );
    INSERT INTO messaging_migration (name) VALUES ('0001_messaging');
    DELETE FROM _prisma_migrations WHERE migration_name IN (${COPIES.map((name) => `'${name}'`).join(', ')});
    COMMIT;`);
}
