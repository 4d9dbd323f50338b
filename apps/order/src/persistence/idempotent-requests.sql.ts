/**
 * $1 key. The lock is the database's own and goes with the transaction, however that ends: no row says
 * "running" for a process that died. (The first number sets these locks apart from others of this database.)
 */
export const TRY_HOLD_KEY = `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 4519)) AS held`;

/** $1 now, $2 at most so many. */
export const DELETE_EXPIRED_REQUESTS = `
DELETE FROM idempotent_request WHERE key IN (
  SELECT key FROM idempotent_request WHERE expires_at <= $1::timestamptz
  ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED
)`;
