import { TRACE_COLUMNS } from './trace-row.js';

/**
 * `$1`, `$2`: the first and the last id with a prefix, or null; `$3`: an event's or conversation's id; `$4`: most rows.
 * Each trace once: those found by their own id first, then by a conversation's, then by an event's; the newest first.
 */
export const FIND_TRACES = `
WITH hit AS (
  (SELECT 1 AS rank, trace_id FROM trace WHERE trace_id BETWEEN $1 AND $2 ORDER BY start_ns DESC LIMIT $4)
  UNION ALL
  (SELECT 2, trace_id FROM span WHERE conversation_id = $3)
  UNION ALL
  (SELECT 2, trace_id FROM span_link WHERE conversation_id = $3)
  UNION ALL
  (SELECT 3, trace_id FROM span WHERE event_id = $3)
  UNION ALL
  (SELECT 3, trace_id FROM span_link WHERE event_id = $3)
), best AS (
  SELECT trace_id, min(rank) AS rank FROM hit GROUP BY trace_id
)
SELECT ${TRACE_COLUMNS}
FROM best JOIN trace t USING (trace_id)
ORDER BY rank, t.start_ns DESC, t.trace_id DESC
LIMIT $4
`;
