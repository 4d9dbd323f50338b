/**
 * `$1`: keep what began since, nanoseconds; `$2`: most spans to keep; `$3`: most spans to remove now. Removes the
 * oldest traces, each whole with its links and logs, one trace at least where one is due; a row that says how many.
 */
export const PRUNE_TRACES = `
WITH oldest AS (
  SELECT trace_id, start_ns,
    sum(span_count) OVER (ORDER BY start_ns, trace_id) - span_count AS before
  FROM (SELECT trace_id, start_ns, span_count FROM trace ORDER BY start_ns, trace_id LIMIT 500) first
), due AS (
  SELECT trace_id FROM oldest
  WHERE before < $3
    AND (start_ns < $1 OR before < (SELECT sum(span_count) FROM trace) - $2)
), links AS (
  DELETE FROM span_link WHERE trace_id IN (SELECT trace_id FROM due)
), logs AS (
  DELETE FROM log WHERE trace_id IN (SELECT trace_id FROM due)
), spans AS (
  DELETE FROM span WHERE trace_id IN (SELECT trace_id FROM due)
), traces AS (
  DELETE FROM trace WHERE trace_id IN (SELECT trace_id FROM due) RETURNING 1
)
SELECT count(*)::integer AS removed FROM traces
`;
