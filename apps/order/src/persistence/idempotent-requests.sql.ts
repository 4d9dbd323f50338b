/**
 * $1 key. An advisory lock, released when the transaction ends in any way: after a crash there is no row that still says
 * "running". The seed of the hash separates these locks from others of this database.
 */
export const TRY_HOLD_KEY = `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 4519)) AS held`;

/** $1 now, $2 maximum number of rows. */
export const DELETE_EXPIRED_REQUESTS = `
DELETE FROM idempotent_request WHERE key IN (
  SELECT key FROM idempotent_request WHERE expires_at <= $1::timestamptz
  ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED
)`;
