import type pg from 'pg';

/** A table of a benchmark's own, empty. */
export async function emptyTable(pool: pg.Pool, table: string, columns: string): Promise<void> {
  await pool.query(`CREATE TABLE IF NOT EXISTS ${table} (${columns})`);
  await pool.query(`TRUNCATE ${table}`);
}
