import { ATTRIBUTES } from '@waybill/messaging/operations';

const { messaging, waybill } = ATTRIBUTES;

/**
 * `$1`, `$2`: from and to, nanoseconds; `$3`: most rows. The latest spans of a message's way, the latest first; the columns are
 * those of `TimedSpan`. A message that was published directly, or is scheduled, waited in no outbox.
 */
export const SELECT_TIMED_SPANS = `
SELECT step, event_type AS type, service, consumer, attempt, trace_id AS "traceId",
  start_ns::float8 / 1e6 AS "startedMs", end_ns::float8 / 1e6 AS "endedMs",
  CASE step WHEN 'publish' THEN attributes ->> '${waybill.outbox.appendedAt}'
    ELSE attributes ->> '${messaging.nats.storedAt}' END AS since
FROM span
WHERE step IS NOT NULL AND start_ns >= $1 AND start_ns < $2 AND event_type IS NOT NULL
  AND (step = 'process' OR step = 'publish' AND status <> 'error' AND kind <> 'producer'
    AND attributes -> '${waybill.outbox.dueAt}' IS NULL)
ORDER BY start_ns DESC
LIMIT $3
`;
