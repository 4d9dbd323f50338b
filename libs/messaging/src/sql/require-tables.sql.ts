import { TablesRefused } from '../errors.js';
import { MESSAGING_TABLES } from './messaging-tables.js';
import { execute, type SqlTransaction } from './sql-transaction.js';

/** Where a statement would look for them: by the session's search path. */
const SELECT_MISSING = `
SELECT needed.table || '.' || needed.column AS missing
FROM json_to_recordset($1::json) AS needed ("table" text, "column" text)
WHERE NOT EXISTS (
  SELECT FROM pg_attribute
  WHERE attrelid = to_regclass(needed.table) AND attname = needed.column AND NOT attisdropped
)`;

/**
 * A database may be ahead of this code (while a newer version is deployed, or after a rollback) as long as what this code
 * uses is there.
 *
 * @throws TablesRefused names what is not
 */
export async function requireTables(tx: SqlTransaction): Promise<void> {
  const needed = Object.entries(MESSAGING_TABLES).flatMap(([table, columns]) =>
    columns.map((column) => ({ table, column })),
  );
  const rows = await execute<{ missing: string }>(tx, SELECT_MISSING, [JSON.stringify(needed)]);
  if (rows.length === 0) return;
  throw new TablesRefused(
    `the database has no ${rows.map(({ missing }) => missing).join(', ')}, which the messaging library works with: ` +
      'apply the migrations of this version to it, or, if it is ahead of this version, deploy the newer one',
  );
}
