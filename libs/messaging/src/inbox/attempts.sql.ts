import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

/** One attempt that ran and failed. */
export interface FailedAttempt {
  /** ISO 8601. */
  at: string;
  durationMs: number;
  /** `causes`: name, message and code of each, nearest first, no more than a few. */
  error: { name: string; message: string; code?: string; causes?: string[] };
}

/** A consumer's earlier attempts at a message. */
export interface PastAttempts {
  /** Attempts recorded as begun; more than have failed if a process was killed in the middle. */
  begun: number;
  /** Those that ended by failing, oldest first. */
  failed: readonly FailedAttempt[];
}

export const NO_ATTEMPTS: PastAttempts = { begun: 0, failed: [] };

const PAST_ATTEMPTS = `
SELECT message_id AS "deliveredId", attempts AS begun, history AS failed
FROM inbox_failure
WHERE consumer = $1 AND message_id IN (SELECT json_array_elements_text($2::json))`;

/** By the delivered id. A replay has an id of its own, so its attempts start from zero. */
export async function pastAttempts(
  tx: SqlTransaction,
  consumer: string,
  deliveredIds: readonly string[],
): Promise<Map<string, PastAttempts>> {
  const rows = await execute<PastAttempts & { deliveredId: string }>(tx, PAST_ATTEMPTS, [
    consumer,
    JSON.stringify(deliveredIds),
  ]);
  return new Map(rows.map((row) => [row.deliveredId, row]));
}

/** Sorted, so that two batches with the same messages wait for each other rather than deadlock. */
const RECORD_BEGINNINGS = `
INSERT INTO inbox_failure (consumer, message_id, attempts, history)
SELECT $1, value, 1, '[]'::jsonb FROM (SELECT DISTINCT value FROM json_array_elements_text($2::json)) AS delivered
ORDER BY value
ON CONFLICT (consumer, message_id) DO UPDATE
SET attempts = inbox_failure.attempts + 1, last_failed_at = clock_timestamp()`;

/**
 * Records that an attempt begins, before it does: that is what a killed process leaves behind. It tells a message that kills
 * its process from one that was only delivered and given back, which the broker's count does not.
 */
export async function recordBeginnings(
  tx: SqlTransaction,
  consumer: string,
  deliveredIds: readonly string[],
): Promise<void> {
  await execute(tx, RECORD_BEGINNINGS, [consumer, JSON.stringify(deliveredIds)]);
}

const WITHDRAW_BEGINNINGS = `
UPDATE inbox_failure SET attempts = attempts - 1
WHERE consumer = $1 AND message_id IN (
  SELECT message_id FROM inbox_failure
  WHERE consumer = $1 AND message_id IN (SELECT json_array_elements_text($2::json))
    AND attempts > jsonb_array_length(history)
  ORDER BY message_id FOR UPDATE
)`;

/** What was recorded as begun was no attempt: it ended and does not count. */
export async function withdrawBeginnings(
  tx: SqlTransaction,
  consumer: string,
  deliveredIds: readonly string[],
): Promise<void> {
  await execute(tx, WITHDRAW_BEGINNINGS, [consumer, JSON.stringify(deliveredIds)]);
}

const RECORD_FAILURE = `
INSERT INTO inbox_failure (consumer, message_id, attempts, history)
VALUES ($1, $2, 1, jsonb_build_array($3::jsonb))
ON CONFLICT (consumer, message_id) DO UPDATE
SET attempts = inbox_failure.attempts + $4::text::int,
    history = inbox_failure.history || excluded.history,
    last_failed_at = clock_timestamp()
RETURNING history`;

/** Records a failed attempt, which may have been recorded as begun. Returns all failed attempts, oldest first. */
export async function recordFailure(
  tx: SqlTransaction,
  consumer: string,
  deliveredId: string,
  { attempt, begun }: { attempt: FailedAttempt; begun: boolean },
): Promise<FailedAttempt[]> {
  const rows = await execute<{ history: FailedAttempt[] }>(tx, RECORD_FAILURE, [
    consumer,
    deliveredId,
    JSON.stringify(attempt),
    begun ? '0' : '1',
  ]);
  return rows[0]!.history;
}
