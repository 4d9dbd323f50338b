import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

const REPUBLISH = `
UPDATE outbox
SET published_at = NULL, stream = NULL, sequence = NULL, attempts = 0, available_at = NULL, dead_at = NULL
WHERE published_at >= $1::timestamptz OR dead_at >= $1::timestamptz
RETURNING 1 AS row`;

/**
 * Makes everything published or parked since then pending again: for a broker that lost what it had acknowledged, or
 * for dead rows whose cause is mended. The ids stay, so what was not lost is dropped by the duplicate
 * window or by the inboxes. Gives the number of rows; the relay sends them in the order of their ids.
 */
export async function republish(tx: SqlTransaction, since: Date): Promise<number> {
  const rows = await execute(tx, REPUBLISH, [since.toISOString()]);
  return rows.length;
}
