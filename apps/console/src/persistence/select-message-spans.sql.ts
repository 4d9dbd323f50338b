import { SPAN_COLUMNS } from './span-row.js';

/** A batch's span names its messages on its links; all other spans do in their own columns. */
const messageSpans = (column: 'event_id' | 'conversation_id') => `
WITH found AS (
  SELECT trace_id, span_id FROM span WHERE ${column} = ANY($1)
  UNION
  SELECT trace_id, span_id FROM span_link WHERE ${column} = ANY($1)
)
SELECT ${SPAN_COLUMNS}
FROM found
JOIN span s USING (trace_id, span_id)
JOIN trace t USING (trace_id)
WHERE s.step IS NOT NULL
ORDER BY s.start_ns, s.span_id
LIMIT $2
`;

/** `$1`: ids, `$2`: most rows. The spans of these events' messages, by start time. */
export const SELECT_SPANS_OF_EVENTS = messageSpans('event_id');

/** `$1`: ids, `$2`: most rows. The spans of these conversations' messages, by start time. */
export const SELECT_SPANS_OF_CONVERSATIONS = messageSpans('conversation_id');
