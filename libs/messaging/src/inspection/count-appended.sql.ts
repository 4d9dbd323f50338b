import { execute, type SqlTransaction } from '../sql/sql-transaction.js';
import { madeSince, whereMadeSince } from './made-since.sql.js';

const COUNT_APPENDED = `
SELECT split_part(subject, '.', 1) || '.' || split_part(subject, '.', 2) AS type,
  count(*)::int AS appended, count(published_at)::int AS published
FROM outbox WHERE ${whereMadeSince('created_at')}
GROUP BY 1`;

/** Events that were made since then and whose transaction committed, by type, and how many of them are published. */
export function countAppended(
  session: SqlTransaction,
  since: Date,
): Promise<{ type: string; appended: number; published: number }[]> {
  return execute(session, COUNT_APPENDED, madeSince(since));
}
