/**
 * `$1`: group, `$2`: consumer, `$3`: only open ones, `$4`: only those older than this letter, `$5`: at most so many.
 * Newest first; null is no condition.
 */
export const SELECT_LETTERS = `
SELECT letter_id AS id FROM dead_letter
WHERE ($1::text IS NULL OR group_id = $1)
  AND ($2::text IS NULL OR consumer = $2)
  AND (NOT $3 OR state = 'open')
  AND ($4::text IS NULL OR ordinal < (SELECT ordinal FROM dead_letter WHERE letter_id = $4))
ORDER BY ordinal DESC
LIMIT $5
`;

/** `$1`: event ids, `$2`: a conversation, `$3`: letter ids, `$4`: at most so many. Newest first. */
export const FIND_LETTERS = `
SELECT letter_id AS id, consumer, type, dead_at AS "deadAt" FROM dead_letter
WHERE event_id = ANY($1) OR conversation_id = $2 OR letter_id = ANY($3)
ORDER BY ordinal DESC
LIMIT $4
`;

/** How many letters each consumer has of each event. */
export const COUNT_LETTERS = `
SELECT consumer, type, count(*)::int AS total, count(*) FILTER (WHERE state = 'open')::int AS open,
  count(*) FILTER (WHERE state = 'replayed')::int AS replayed
FROM dead_letter GROUP BY consumer, type
`;
