import { TRACE_COLUMNS } from './trace-row.js';

/**
 * `$1` service, `$2` event type, `$3` conversation, `$4` severity, `$5` least duration in milliseconds, each null for
 * any; `$6`, `$7` where the last page ended, or null; `$8` most rows. Newest first.
 */
export const SELECT_TRACES = `
SELECT ${TRACE_COLUMNS}
FROM trace t
WHERE ($1::text IS NULL OR t.services @> ARRAY[$1::text])
  AND ($2::text IS NULL OR t.events @> ARRAY[$2::text])
  AND ($3::text IS NULL OR t.trace_id IN (
    SELECT trace_id FROM span WHERE conversation_id = $3
    UNION
    SELECT trace_id FROM span_link WHERE conversation_id = $3
  ))
  AND ($4::smallint IS NULL OR t.severity = $4)
  AND ($5::float8 IS NULL OR (t.end_ns - t.start_ns)::float8 / 1e6 >= $5)
  AND ($6::bigint IS NULL OR (t.start_ns, t.trace_id) < ($6, $7))
ORDER BY t.start_ns DESC, t.trace_id DESC
LIMIT $8
`;
