/**
 * $1 key. The lock is the database's own and goes with the transaction, however that ends: no row says
 * "running" for a process that died. (The first number sets these locks apart from others of this database.)
 */
export const TRY_HOLD_KEY = `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 4519)) AS held`;

/** $1 key. */
export const SELECT_ANSWERED_REQUEST = `
SELECT fingerprint, response FROM idempotent_request WHERE key = $1 AND expires_at > now()`;

/** $1 key, $2 fingerprint, $3 response, $4 expiry. Only an expired one can be in the way. */
export const SAVE_ANSWERED_REQUEST = `
INSERT INTO idempotent_request (key, fingerprint, response, expires_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (key) DO UPDATE
SET fingerprint = excluded.fingerprint, response = excluded.response, expires_at = excluded.expires_at`;

/** $1 at most so many. */
export const DELETE_EXPIRED_REQUESTS = `
DELETE FROM idempotent_request WHERE key IN (
  SELECT key FROM idempotent_request WHERE expires_at <= now()
  ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
)`;
