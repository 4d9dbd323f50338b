import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

const RETRY_ROW = `
UPDATE outbox SET attempts = 0, available_at = NULL, dead_at = NULL
WHERE id = $1::bigint AND published_at IS NULL AND (dead_at IS NOT NULL OR attempts > 0)
RETURNING id`;

/**
 * Makes a row that the broker refused, parked or not, pending at once, with all its attempts before it. False where
 * there is none. The last error stays until the row is published.
 */
export async function retryRow(session: SqlTransaction, id: string): Promise<boolean> {
  const rows = await execute(session, RETRY_ROW, [id]);
  return rows.length > 0;
}
