/** `$1`: only groups with open letters, `$2`: consumer, or null. Most open letters first; the newest letter shows the whole error. */
export const SELECT_GROUPS = `
SELECT group_id AS id, consumer, type, error,
  count(*)::int AS total,
  count(*) FILTER (WHERE state = 'open')::int AS open,
  count(*) FILTER (WHERE state = 'open' AND replay_of IS NOT NULL)::int AS "failedAgain",
  min(dead_at) AS "firstAt",
  max(dead_at) AS "lastAt",
  (array_agg(letter_id ORDER BY ordinal DESC))[1] AS newest
FROM dead_letter
WHERE $2::text IS NULL OR consumer = $2
GROUP BY group_id, consumer, type, error
HAVING NOT $1 OR count(*) FILTER (WHERE state = 'open') > 0
ORDER BY open DESC, "lastAt" DESC, id
LIMIT 500
`;

/** Letters of each group in each of the last 24 hours, the present one last (23); hours without any are left out. */
export const COUNT_BY_HOUR = `
SELECT group_id AS id,
  23 - floor(extract(epoch FROM clock_timestamp() - dead_at) / 3600)::int AS hour,
  count(*)::int AS count
FROM dead_letter
WHERE dead_at > clock_timestamp() - interval '24 hours' AND dead_at <= clock_timestamp()
GROUP BY 1, 2
`;
