import { execute, type SqlTransaction } from '../sql/sql-transaction.js';
import { statementLimit } from '../sql/statement-limit.js';

/**
 * One attempt of a schedule. It is the current one as long as the row says the same: another replica that takes over counts
 * `attempts` on, and a completed run moves `completedUntil`.
 */
export interface Attempt {
  readonly schedule: string;
  readonly completedUntil: number;
  readonly attempts: number;
}

/** In milliseconds, like every time in this process: somebody may have set the column by hand. */
const IS_CURRENT = `name = $1 AND date_trunc('milliseconds', completed_until) = $2::timestamptz AND attempts = $3::text::int`;

function identify({ schedule, completedUntil, attempts }: Attempt): string[] {
  return [schedule, new Date(completedUntil).toISOString(), String(attempts)];
}

/** Skips a row that is locked: another replica runs the schedule at this moment. */
const BEGIN = `
UPDATE messaging_schedule
SET attempts = attempts + 1, begun_at = clock_timestamp(),
  available_at = clock_timestamp() + $4::text::interval
WHERE name = (
  SELECT name FROM messaging_schedule
  WHERE ${IS_CURRENT} AND coalesce(available_at <= clock_timestamp(), true)
  FOR UPDATE SKIP LOCKED
)
RETURNING attempts`;

/**
 * Records that the attempt after `last` begins, in a transaction of its own: that is what a killed process leaves behind, and
 * what keeps a task that kills its process from doing so without pause. Undefined if another replica was first.
 */
export async function beginAttempt(
  tx: SqlTransaction,
  last: Attempt,
  backoffMs: number,
): Promise<Attempt | undefined> {
  const [row] = await execute<{ attempts: number }>(tx, BEGIN, [...identify(last), `${backoffMs} ms`]);
  return row && { ...last, attempts: row.attempts };
}

/** The lock lasts as long as the run's transaction: a killed process loses it with its session, not by a clock. */
const LOCK = `
SELECT ${statementLimit('$4')} FROM messaging_schedule WHERE ${IS_CURRENT} FOR UPDATE SKIP LOCKED`;

/** Locks the row for the run. False if another replica has taken over. */
export async function lockAttempt(
  tx: SqlTransaction,
  attempt: Attempt,
  statementLimitMs: number,
): Promise<boolean> {
  const rows = await execute(tx, LOCK, [...identify(attempt), `${statementLimitMs} ms`]);
  return rows.length > 0;
}

/** In the transaction of the run: its effects and this row commit together, so no due time takes effect twice. */
const COMPLETE = `
UPDATE messaging_schedule
SET completed_until = $4::timestamptz, completed_at = clock_timestamp(),
  attempts = 0, available_at = NULL, last_error = NULL
WHERE ${IS_CURRENT}`;

export async function completeRun(tx: SqlTransaction, attempt: Attempt, due: number): Promise<void> {
  await execute(tx, COMPLETE, [...identify(attempt), new Date(due).toISOString()]);
}

const CONTINUE = `
UPDATE messaging_schedule SET attempts = 0, available_at = NULL, last_error = NULL WHERE ${IS_CURRENT}`;

/** Commits a part of the work: the due time stays owed, and the next attempt is the first of the next part. */
export async function continueRun(tx: SqlTransaction, attempt: Attempt): Promise<void> {
  await execute(tx, CONTINUE, identify(attempt));
}

const FAIL = `
UPDATE messaging_schedule
SET available_at = clock_timestamp() + $4::text::interval, last_error = $5
WHERE ${IS_CURRENT}
RETURNING name`;

/** False if it is not the current one: it was committed, and only the response was lost, or another has taken over. */
export async function recordFailedAttempt(
  tx: SqlTransaction,
  attempt: Attempt,
  { backoffMs, error }: { backoffMs: number; error: string },
): Promise<boolean> {
  const rows = await execute(tx, FAIL, [...identify(attempt), `${backoffMs} ms`, error]);
  return rows.length > 0;
}

const GIVE_BACK = `
UPDATE messaging_schedule SET attempts = attempts - 1, available_at = NULL WHERE ${IS_CURRENT}`;

/** An attempt that a shutdown cut off does not count, and another replica need not wait. */
export async function giveBackAttempt(tx: SqlTransaction, attempt: Attempt): Promise<void> {
  await execute(tx, GIVE_BACK, identify(attempt));
}
