import { v7 as uuidv7 } from 'uuid';
import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

export interface Republished {
  /** Is on each of the rows, and part of the message id under which they are sent. */
  resendId: string;
  rows: number;
}

const REPUBLISH = `
UPDATE outbox
SET published_at = NULL, stream = NULL, sequence = NULL, attempts = 0, available_at = NULL, dead_at = NULL,
    resend_id = $2::text::uuid
WHERE published_at >= $1::timestamptz OR dead_at >= $1::timestamptz
RETURNING 1 AS row`;

/**
 * Makes everything published or parked since then pending again: for a broker that lost what it had acknowledged, or
 * for parked rows whose cause is fixed. The relay sends the rows in the order of their ids.
 *
 * Every one of them is stored, also inside the broker's duplicate window, which remembers ids and not messages: it
 * would drop what has been purged a moment ago. `ce-id` stays, so the inboxes drop what was handled. See ADR 23.
 */
export async function republish(tx: SqlTransaction, since: Date): Promise<Republished> {
  const resendId = uuidv7();
  const rows = await execute(tx, REPUBLISH, [since.toISOString(), resendId]);
  return { resendId, rows: rows.length };
}
