/**
 * `$1`: keep what is since, nanoseconds; `$2`: most records to keep; `$3`: most to remove now. Logs are removed
 * with their trace; this removes those whose spans never arrived.
 */
export const PRUNE_LOGS = `
WITH due AS (
  (SELECT id FROM log WHERE time_ns < $1 ORDER BY time_ns LIMIT $3)
  UNION
  (SELECT id FROM log ORDER BY time_ns LIMIT least($3, greatest(0, (SELECT count(*) FROM log) - $2)))
), removed AS (
  DELETE FROM log WHERE id IN (SELECT id FROM due) RETURNING 1
)
SELECT count(*)::integer AS removed FROM removed
`;
