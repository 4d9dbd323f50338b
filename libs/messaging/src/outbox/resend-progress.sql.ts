import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

export interface ResendProgress {
  /** Rows that are still to be sent. */
  waiting: number;
  /** Rows that the broker refused to the last attempt. */
  parked: number;
}

/** From the partial indexes of pending and of parked rows. */
const RESEND_PROGRESS = `
SELECT
  (SELECT count(*) FROM outbox
   WHERE published_at IS NULL AND dead_at IS NULL AND resend_id = $1::text::uuid)::int AS waiting,
  (SELECT count(*) FROM outbox WHERE dead_at IS NOT NULL AND resend_id = $1::text::uuid)::int AS parked`;

/** How far the relay is with what `republish` made pending. What is neither waiting nor parked is stored by the broker. */
export async function resendProgress(tx: SqlTransaction, resendId: string): Promise<ResendProgress> {
  const rows = await execute<ResendProgress>(tx, RESEND_PROGRESS, [resendId]);
  return rows[0]!;
}
