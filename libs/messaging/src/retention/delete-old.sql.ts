import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

/** The BRIN index on the time column finds the old end of the table; the limit bounds locks and WAL of one round. */
const DELETE_PUBLISHED = `
DELETE FROM outbox WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM outbox
  WHERE created_at < $1::timestamptz AND published_at < $1::timestamptz AND dead_at IS NULL
  LIMIT $2::text::int FOR UPDATE SKIP LOCKED
))
RETURNING 1 AS deleted`;

const DELETE_HANDLED = `
DELETE FROM inbox WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM inbox WHERE handled_at < $1::timestamptz LIMIT $2::text::int FOR UPDATE SKIP LOCKED
))
RETURNING 1 AS deleted`;

const DELETE_FAILURES = `
DELETE FROM inbox_failure WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM inbox_failure WHERE last_failed_at < $1::timestamptz LIMIT $2::text::int FOR UPDATE SKIP LOCKED
))
RETURNING 1 AS deleted`;

export const CLEAN_UPS = { outbox: DELETE_PUBLISHED, inbox: DELETE_HANDLED, inbox_failure: DELETE_FAILURES };

/** Deletes up to `limit` rows older than `before`; gives how many. */
export async function deleteOld(
  tx: SqlTransaction,
  table: keyof typeof CLEAN_UPS,
  before: Date,
  limit: number,
): Promise<number> {
  const rows = await execute(tx, CLEAN_UPS[table], [before.toISOString(), String(limit)]);
  return rows.length;
}
