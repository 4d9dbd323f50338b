import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

/**
 * Waits for a relay that is moving the row, and then finds it gone; a relay does not wait for this. In the order of ids, as
 * two that cancel the same rows must not wait for each other.
 */
const CANCEL_ROWS = `
UPDATE outbox_scheduled SET cancelled_at = clock_timestamp()
WHERE id IN (SELECT id FROM outbox_scheduled WHERE message_id = $1 AND cancelled_at IS NULL ORDER BY id FOR UPDATE)
RETURNING 1 AS cancelled`;

/** Whether the event was still waiting. */
export async function cancelRows(tx: SqlTransaction, messageId: string): Promise<boolean> {
  const rows = await execute(tx, CANCEL_ROWS, [messageId]);
  return rows.length > 0;
}
