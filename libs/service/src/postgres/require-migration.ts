import { Logger } from '@nestjs/common';
import { COPIED_MIGRATIONS } from '@waybill/messaging/migrations';
import type pg from 'pg';
import { DatabaseRefused } from './database-refused.js';

/** The applied migrations in Prisma's table: one that is in progress or failed has no `finished_at`. */
const SELECT_APPLIED = `
SELECT migration_name AS name FROM _prisma_migrations
WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL
ORDER BY migration_name COLLATE "C"`;

/**
 * Requires the newest migration that the service's code was written for. A database may have newer migrations, because
 * migrations are applied before the code that needs them is deployed, and after a rollback: that is accepted, with a
 * warning.
 *
 * @throws DatabaseRefused the migration is not applied
 */
export async function requireMigration(
  pool: Pick<pg.Pool, 'query'>,
  service: string,
  required: string | undefined,
): Promise<void> {
  if (required === undefined) return;
  const applied = await appliedMigrations(pool);
  const newest = applied.at(-1);
  if (!applied.includes(required)) {
    throw new DatabaseRefused(
      `migration ${required} is not applied to the database ` +
        `(${newest ? `the newest applied is ${newest}` : 'none is'}): migrate it before starting the service, with ` +
        `\`node node_modules/@waybill/stack/dist/migrations/migrate.main.js ${service}\`, the image of the migrations, ` +
        'or `prisma migrate deploy`, as the owner of the tables',
    );
  }
  const newer = applied.slice(applied.indexOf(required) + 1);
  if (newer.length > 0) {
    new Logger('database').warn(
      `the database is ahead of this version: it has ${newer.join(', ')}, but this version knows none after ${required}. ` +
        'This is expected while a newer version is being deployed, and after a rollback',
    );
  }
}

async function appliedMigrations(pool: Pick<pg.Pool, 'query'>): Promise<string[]> {
  const { rows } = await pool.query<{ exists: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`,
  );
  if (!rows[0]?.exists) return [];
  const applied = await pool.query<{ name: string }>(SELECT_APPLIED);
  return applied.rows.map(({ name }) => name).filter((name) => !COPIED_MIGRATIONS.includes(name));
}
