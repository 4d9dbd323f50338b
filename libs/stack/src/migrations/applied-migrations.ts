import { COPIED_MIGRATIONS } from '@waybill/messaging/migrations';
import pg from 'pg';
import { checksum, type MigrationFiles } from './migration-files.js';

/**
 * True if the database's own record says that exactly these migrations are applied, unchanged and without a failure.
 * Then there is nothing for the engine to do, and it need not be loaded (0.3 s and 90 MB).
 */
export async function isUpToDate(url: string, { migrations }: MigrationFiles): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query(
      `SELECT FROM pg_tables WHERE tablename = '_prisma_migrations'`,
    );
    if (tables.length === 0) return false;
    const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
      `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL AND migration_name <> ALL ($1)
       ORDER BY migration_name COLLATE "C"`,
      [COPIED_MIGRATIONS],
    );
    return (
      rows.length === migrations.length &&
      migrations.every((migration, index) => {
        const row = rows[index]!;
        return row.finished && row.name === migration.name && row.checksum === checksum(migration);
      })
    );
  } finally {
    await client.end();
  }
}
