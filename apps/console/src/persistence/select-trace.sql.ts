import { SPAN_COLUMNS } from './span-row.js';
import { TRACE_COLUMNS } from './trace-row.js';

/** `$1`: trace id. */
export const SELECT_TRACE = `SELECT ${TRACE_COLUMNS} FROM trace t WHERE t.trace_id = $1`;

/** `$1`: trace id, `$2`: most rows. By start time; of those that begin together, what lasts longer is the parent. */
export const SELECT_SPANS = `
SELECT ${SPAN_COLUMNS}
FROM span s JOIN trace t USING (trace_id)
WHERE s.trace_id = $1
ORDER BY s.start_ns, s.end_ns DESC, s.span_id
LIMIT $2
`;

/** `$1`: trace id, `$2`: most rows. By time. */
export const SELECT_LOGS = `
SELECT (l.time_ns - t.start_ns)::float8 / 1e6 AS "offsetMs", (l.time_ns / 1000000)::float8 AS "atMs", l.severity, l.body,
  l.service, l.span_id AS "spanId", l.attributes
FROM log l JOIN trace t USING (trace_id)
WHERE l.trace_id = $1
ORDER BY l.time_ns, l.id
LIMIT $2
`;

/**
 * `$1`: trace id, `$2`: most rows in each direction. What its spans link to in other traces, and which spans of other
 * traces link to its own, if the other span is kept.
 */
export const SELECT_LINKED = `
(SELECT true AS "isCause", s.trace_id AS "traceId", s.span_id AS "spanId", l.span_id AS "ownSpanId", s.name, s.service,
   (s.start_ns / 1000000)::float8 AS "startedMs"
 FROM span_link l JOIN span s ON s.trace_id = l.target_trace_id AND s.span_id = l.target_span_id
 WHERE l.trace_id = $1 AND l.target_trace_id <> $1
 ORDER BY s.start_ns, s.span_id LIMIT $2)
UNION ALL
(SELECT false, s.trace_id, s.span_id, l.target_span_id, s.name, s.service, (s.start_ns / 1000000)::float8
 FROM span_link l JOIN span s ON s.trace_id = l.trace_id AND s.span_id = l.span_id
 WHERE l.target_trace_id = $1 AND l.trace_id <> $1
 ORDER BY s.start_ns, s.span_id LIMIT $2)
`;
