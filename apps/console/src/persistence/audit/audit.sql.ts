/** `$1`: action, `$2`: target, `$3`: by, `$4`: verified by, `$5`: JSON, `$6`: error */
export const INSERT_CHANGE = `
INSERT INTO audit (action, target, by, verified_by, detail, error) VALUES ($1, $2, $3, $4, $5::jsonb, $6)
`;

/** `$1`: at most so many, `$2`: those before, or null. Newest first. */
export const SELECT_CHANGES = `
SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, action, target, by,
  verified_by AS "verifiedBy", detail, error
FROM audit
WHERE $2::timestamptz IS NULL OR at < $2
ORDER BY id DESC
LIMIT $1
`;
