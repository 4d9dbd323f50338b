import { execute, type SqlTransaction } from '../sql/sql-transaction.js';
import { madeSince, whereMadeSince } from './made-since.sql.js';

const COUNT_HANDLED = `
SELECT consumer, count(*)::int AS handled FROM inbox
WHERE ${whereMadeSince('handled_at')} AND outcome = 'handled'
GROUP BY consumer`;

/** Messages that took effect, of the events that were made since then, by consumer. */
export function countHandled(
  session: SqlTransaction,
  since: Date,
): Promise<{ consumer: string; handled: number }[]> {
  return execute(session, COUNT_HANDLED, madeSince(since));
}
