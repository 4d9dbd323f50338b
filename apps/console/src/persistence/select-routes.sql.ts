import { ATTRIBUTES } from '@waybill/messaging/operations';

const { messaging } = ATTRIBUTES;

/**
 * `$1`: since when, nanoseconds. The columns are those of `SeenRoute`. A batch's span has the number of its messages as an
 * attribute; one that another library recorded may only have links to them.
 */
export const SELECT_ROUTES = `
WITH step AS (
  SELECT service, step, event_type AS type, consumer, outcome, status,
    CASE WHEN event_id IS NULL THEN greatest(coalesce(
      CASE WHEN json_typeof(attributes -> '${messaging.batch.messageCount}') = 'number'
        THEN (attributes ->> '${messaging.batch.messageCount}')::float8 END,
      json_array_length(links)), 1) ELSE 1 END AS messages,
    (end_ns - start_ns) / 1e6 AS ms
  FROM span
  WHERE step IN ('create', 'publish', 'process', 'dead_letter') AND event_type IS NOT NULL AND start_ns >= $1
), by_outcome AS (
  SELECT service, step, type, consumer, outcome, sum(messages) AS messages,
    coalesce(sum(messages) FILTER (WHERE status = 'error'), 0) AS errors, count(*) AS spans, sum(ms) AS ms
  FROM step
  GROUP BY service, step, type, consumer, outcome
)
SELECT service, step, type, consumer,
  sum(messages)::float8 AS count, sum(errors)::float8 AS errors, sum(spans)::float8 AS runs, (sum(ms) / sum(spans))::float8 AS "meanMs",
  coalesce(json_object_agg(outcome, messages) FILTER (WHERE outcome IS NOT NULL), '{}') AS outcomes
FROM by_outcome
GROUP BY service, step, type, consumer
ORDER BY service, step, type, consumer
`;
