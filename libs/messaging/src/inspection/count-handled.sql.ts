import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

/** By the index on the time: what is older is not read. */
const COUNT_HANDLED = `
SELECT consumer, count(*)::int AS handled FROM inbox WHERE handled_at >= $1::timestamptz AND outcome = 'handled' GROUP BY consumer`;

/** Messages that took effect since then, by consumer. */
export function countHandled(
  session: SqlTransaction,
  since: Date,
): Promise<{ consumer: string; handled: number }[]> {
  return execute(session, COUNT_HANDLED, [since.toISOString()]);
}
