import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

/** What is `dead` stays so: its letter is open, and is resolved by a replay. */
const FORGET_HANDLED = `
WITH gone AS (
  DELETE FROM inbox
  WHERE consumer IN (SELECT json_array_elements_text($1::json))
    AND handled_at >= $2::timestamptz AND outcome <> 'dead'
  RETURNING consumer
), attempts AS (
  DELETE FROM inbox_failure
  WHERE consumer IN (SELECT json_array_elements_text($1::json)) AND last_failed_at >= $2::timestamptz
), horizon AS (
  UPDATE inbox_horizon SET forgotten_until = least(forgotten_until, $2::timestamptz)
  WHERE consumer IN (SELECT json_array_elements_text($1::json))
)
SELECT count(*)::int AS forgotten FROM gone WHERE consumer = $3`;

/**
 * Makes the inbox forget what a consumer handled since then, and the attempts at it, so that it takes effect again when
 * it is delivered again. Gives how many messages that is.
 *
 * @param names the consumer's own first, the oldest last
 */
export async function repeatHandled(
  tx: SqlTransaction,
  names: readonly [string, ...string[]],
  since: Date,
): Promise<number> {
  const values = [JSON.stringify(names), since.toISOString(), names.at(-1)!];
  const [row] = await execute<{ forgotten: number }>(tx, FORGET_HANDLED, values);
  return row!.forgotten;
}
