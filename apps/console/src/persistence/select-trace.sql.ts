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
SELECT span_id, time_ns, severity, body, service, attributes
FROM log
WHERE trace_id = $1
ORDER BY time_ns, id
LIMIT $2
`;

/**
 * `$1`: trace id, `$2`: most rows of each way. What its spans link to in other traces, and which spans of other traces
 * link to its own, where the other span is kept.
 */
export const SELECT_LINKED = `
(SELECT true AS caused_by, s.trace_id, s.span_id, l.span_id AS own_span_id, s.name, s.service, s.start_ns
 FROM span_link l JOIN span s ON s.trace_id = l.target_trace_id AND s.span_id = l.target_span_id
 WHERE l.trace_id = $1 AND l.target_trace_id <> $1
 ORDER BY s.start_ns, s.span_id LIMIT $2)
UNION ALL
(SELECT false, s.trace_id, s.span_id, l.target_span_id, s.name, s.service, s.start_ns
 FROM span_link l JOIN span s ON s.trace_id = l.trace_id AND s.span_id = l.span_id
 WHERE l.target_trace_id = $1 AND l.trace_id <> $1
 ORDER BY s.start_ns, s.span_id LIMIT $2)
`;
