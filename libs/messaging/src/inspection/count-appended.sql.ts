import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

/** By the index on the time of the append: what is older is not read. */
const COUNT_APPENDED = `
SELECT split_part(subject, '.', 1) || '.' || split_part(subject, '.', 2) AS type,
  count(*)::int AS appended, count(published_at)::int AS published
FROM outbox WHERE created_at >= $1::timestamptz
GROUP BY 1`;

/** Events whose transaction committed since then, by type, and how many of them are published. */
export function countAppended(
  session: SqlTransaction,
  since: Date,
): Promise<{ type: string; appended: number; published: number }[]> {
  return execute(session, COUNT_APPENDED, [since.toISOString()]);
}
