/** `$1`: hash of the id, `$2`: name, `$3`: role, `$4`: verified by, `$5`: hours. Those that have expired go meanwhile. */
export const INSERT_SESSION = `
WITH expired AS (DELETE FROM session WHERE expires_at <= clock_timestamp())
INSERT INTO session (id_hash, name, role, verified_by, expires_at)
VALUES ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5 * 3600.0))
`;

/** `$1`: hash of the id */
export const SELECT_SESSION = `
SELECT name, role, verified_by AS "verifiedBy" FROM session WHERE id_hash = $1 AND expires_at > clock_timestamp()
`;

/** `$1`: hash of the id */
export const DELETE_SESSION = `DELETE FROM session WHERE id_hash = $1`;
