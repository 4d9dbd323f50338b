import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

/** One attempt that ran and failed. */
export interface FailedAttempt {
  /** ISO 8601. */
  at: string;
  durationMs: number;
  error: { name: string; message: string; code?: string };
}

const RECORD_FAILURE = `
INSERT INTO inbox_failure (consumer, message_id, attempts, history)
VALUES ($1, $2, 1, jsonb_build_array($3::jsonb))
ON CONFLICT (consumer, message_id) DO UPDATE
SET attempts = inbox_failure.attempts + 1,
    history = inbox_failure.history || excluded.history,
    last_failed_at = clock_timestamp()
RETURNING history`;

/**
 * Counts an attempt that finished by failing, apart from the broker's count of deliveries: together they
 * tell a message that throws from one that kills the process. Keyed by the delivered id, so that a replay
 * starts from nothing.
 */
export async function recordFailure(
  tx: SqlTransaction,
  consumer: string,
  deliveredId: string,
  attempt: FailedAttempt,
): Promise<FailedAttempt[]> {
  const rows = await execute<{ history: FailedAttempt[] }>(tx, RECORD_FAILURE, [
    consumer,
    deliveredId,
    JSON.stringify(attempt),
  ]);
  return rows[0]!.history;
}

const FAILURES_OF = `SELECT history FROM inbox_failure WHERE consumer = $1 AND message_id = $2`;

export async function failuresOf(
  tx: SqlTransaction,
  consumer: string,
  deliveredId: string,
): Promise<FailedAttempt[]> {
  const rows = await execute<{ history: FailedAttempt[] }>(tx, FAILURES_OF, [consumer, deliveredId]);
  return rows[0]?.history ?? [];
}
