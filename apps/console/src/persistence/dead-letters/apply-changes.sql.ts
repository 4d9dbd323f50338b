/** `$1`: the stream. Locks how far it has been read, so that one process at a time goes on from there. */
export const LOCK_POSITION = `
SELECT position FROM dead_letter_index WHERE stream = $1 FOR UPDATE
`;

/** `$1`: the stream, `$2`: its newest position that is in the index now. */
export const MOVE_POSITION = `
INSERT INTO dead_letter_index (stream, position) VALUES ($1, $2)
ON CONFLICT (stream) DO UPDATE SET position = excluded.position
`;

/** `$1`: a JSON array of letters, in the order of the stream. */
export const INSERT_LETTERS = `
INSERT INTO dead_letter (letter_id, group_id, consumer, type, error, event_id, conversation_id, dead_at, replay_of)
SELECT id, "group", consumer, type, error, "eventId", "conversationId", "deadAt", "replayOf"
FROM ROWS FROM (json_to_recordset($1::json) AS (
  id text, "group" text, consumer text, type text, error text, "eventId" text, "conversationId" text,
  "deadAt" timestamptz, "replayOf" text)) WITH ORDINALITY AS incoming
ORDER BY ordinality
ON CONFLICT (letter_id) DO NOTHING
`;

/** `$1`: a JSON array of resolutions. */
export const RESOLVE_LETTERS = `
UPDATE dead_letter letter SET state = resolution.state, resolved_at = resolution.at
FROM json_to_recordset($1::json) AS resolution("letterId" text, state text, at timestamptz)
WHERE letter.letter_id = resolution."letterId"
`;

/** `$1`: ids of letters that were just inserted. The groups that have open letters again, or for the first time. */
export const APPEARED_GROUPS = `
SELECT DISTINCT ON (group_id) group_id AS "group", consumer, type, error, letter_id AS "letterId",
  replay_of IS NOT NULL AS "failedAgain"
FROM dead_letter newest
WHERE letter_id = ANY($1) AND state = 'open' AND NOT EXISTS (
  SELECT FROM dead_letter other
  WHERE other.group_id = newest.group_id AND other.state = 'open' AND other.letter_id <> ALL($1))
ORDER BY group_id, ordinal
`;
