import { execute, type SqlTransaction } from '../../sql/sql-transaction.js';

/** Of the leased buckets. Cheap, and allowed where the database is read-only. */
const NEXT_DUE = `
SELECT extract(epoch FROM due_at - clock_timestamp())::float8 * 1000 AS "dueInMs"
FROM outbox_scheduled
WHERE cancelled_at IS NULL AND ($1::smallint[] IS NULL OR bucket = ANY ($1))
ORDER BY due_at, id LIMIT 1`;

/**
 * Moves rows in the order of their due times, and of their ids where these are equal; the ids that they get in the outbox
 * keep that order. No other relay moves rows of these buckets, because the lease belongs to the session that runs this.
 *
 * A row that is being cancelled is passed over, not waited for, and so is what follows it of its key: it might stay.
 */
const MOVE_DUE_ROWS = `
WITH free AS MATERIALIZED (
  SELECT id, key, due_at FROM outbox_scheduled
  WHERE cancelled_at IS NULL AND due_at <= clock_timestamp() AND ($1::smallint[] IS NULL OR bucket = ANY ($1))
  ORDER BY due_at, id LIMIT $2
  FOR UPDATE SKIP LOCKED
), moved AS (
  DELETE FROM outbox_scheduled WHERE id IN (
    SELECT id FROM free WHERE NOT EXISTS (
      SELECT FROM outbox_scheduled AS held
      WHERE held.key = free.key AND (held.due_at, held.id) < (free.due_at, free.id) AND held.cancelled_at IS NULL
        AND held.id NOT IN (SELECT id FROM free)
    )
  )
  RETURNING *
)
INSERT INTO outbox (message_id, subject, key, bucket, headers, payload, due_at)
SELECT message_id, subject, key, bucket, headers, payload, due_at FROM moved ORDER BY due_at, id
RETURNING 1 AS moved`;

/** Milliseconds until the next row is due; 0 or less if one is, undefined if none is scheduled. */
export async function nextDue(
  session: SqlTransaction,
  buckets: number[] | null,
): Promise<number | undefined> {
  const rows = await execute<{ dueInMs: number }>(session, NEXT_DUE, [buckets]);
  return rows[0]?.dueInMs;
}

/** Gives how many were moved, at most `limit`. A crash leaves each row in one of the two tables. */
export async function moveDueRows(
  session: SqlTransaction,
  buckets: number[] | null,
  limit: number,
): Promise<number> {
  const rows = await execute(session, MOVE_DUE_ROWS, [buckets, limit]);
  return rows.length;
}
