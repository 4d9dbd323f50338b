import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

/**
 * In the order of the index on the time, so that nothing is read but the old end of it; the limit bounds locks and WAL of
 * one round. A row that was sent again goes by its age alone: it must not outlive what the inboxes remember of it.
 */
const DELETE_PUBLISHED = `
DELETE FROM outbox WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM outbox
  WHERE created_at < $1::timestamptz AND dead_at IS NULL
    AND (published_at < $1::timestamptz OR (published_at IS NOT NULL AND resend_id IS NOT NULL))
  ORDER BY created_at LIMIT $2::text::int FOR UPDATE SKIP LOCKED
))
RETURNING 1 AS deleted`;

/**
 * A row goes once its message cannot be delivered again: it is old, and its consumer stands beyond it, by an hour,
 * because the one time is by the database's clock and the other by the broker's. How far this went is recorded
 * in the same statement: an operator who moves a consumer back has to know what its inbox has forgotten.
 */
const DELETE_HANDLED = `
WITH gone AS (
  DELETE FROM inbox WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM inbox WHERE handled_at < $1::timestamptz AND NOT EXISTS (
      SELECT FROM consumer_position AS position
      WHERE position.consumer = inbox.consumer AND position.handled_until - interval '1 hour' <= inbox.handled_at
    )
    ORDER BY handled_at LIMIT $2::text::int FOR UPDATE SKIP LOCKED
  ))
  RETURNING consumer, handled_at
), horizon AS (
  INSERT INTO inbox_horizon (consumer, forgotten_until)
  SELECT consumer, max(handled_at) FROM gone GROUP BY consumer ORDER BY consumer
  ON CONFLICT (consumer) DO UPDATE
  SET forgotten_until = greatest(inbox_horizon.forgotten_until, excluded.forgotten_until)
)
SELECT 1 AS deleted FROM gone`;

const DELETE_FAILURES = `
DELETE FROM inbox_failure WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM inbox_failure WHERE last_failed_at < $1::timestamptz LIMIT $2::text::int FOR UPDATE SKIP LOCKED
))
RETURNING 1 AS deleted`;

const DELETE_CANCELLED = `
DELETE FROM outbox_scheduled WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM outbox_scheduled WHERE cancelled_at < $1::timestamptz LIMIT $2::text::int FOR UPDATE SKIP LOCKED
))
RETURNING 1 AS deleted`;

/** A late event of a process that is gone finds none, as one that never began. */
const DELETE_ENDED = `
DELETE FROM process_instance WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM process_instance WHERE ended_at < $1::timestamptz LIMIT $2::text::int FOR UPDATE SKIP LOCKED
))
RETURNING 1 AS deleted`;

export const CLEAN_UPS = {
  outbox: DELETE_PUBLISHED,
  outbox_scheduled: DELETE_CANCELLED,
  process_instance: DELETE_ENDED,
  inbox: DELETE_HANDLED,
  inbox_failure: DELETE_FAILURES,
};

/** Deletes up to `limit` rows older than `before`; gives how many. */
export async function deleteOld(
  tx: SqlTransaction,
  table: keyof typeof CLEAN_UPS,
  before: Date,
  limit: number,
): Promise<number> {
  const rows = await execute(tx, CLEAN_UPS[table], [before.toISOString(), String(limit)]);
  return rows.length;
}
