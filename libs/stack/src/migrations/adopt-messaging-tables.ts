import { COPIED_MIGRATIONS } from '@waybill/messaging/migrations';
import type pg from 'pg';
import { StackError } from '../errors.js';

const TABLES = `SELECT to_regclass('_prisma_migrations') AS prisma, to_regclass('messaging_migration') AS messaging`;

/**
 * A database whose messaging tables come from the copied migrations keeps them, with their rows: they are recorded as the
 * library's first migration. Prisma's record stays as it is, so processes of the earlier version still start, during the
 * upgrade and after a rollback.
 *
 * @throws StackError `MIGRATIONS_CHANGED` its messaging tables are older than the last of those migrations
 */
export async function adoptMessagingTables(service: string, client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ prisma: string | null; messaging: string | null }>(TABLES);
  const [{ prisma, messaging } = { prisma: null, messaging: null }] = rows;
  if (!prisma || messaging) return;
  const { rowCount } = await client.query(
    'SELECT FROM _prisma_migrations WHERE migration_name = ANY ($1) AND finished_at IS NOT NULL',
    [COPIED_MIGRATIONS],
  );
  if (rowCount === 0) return;
  if (rowCount !== COPIED_MIGRATIONS.length) {
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
    COMMIT;`);
}
