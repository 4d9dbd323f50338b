import { unlessErased } from './unless-erased.sql.js';

/**
 * `$1`: a JSON array of funnel steps. Every column is computed by an operation that is commutative and idempotent (least,
 * greatest, or, latest by time then id), so late and repeated steps are harmless. Locks by session id.
 */
export const ADVANCE_SESSIONS = `
INSERT INTO session AS s (session_id, customer_id, identified_at, started_at, last_seen_at, viewed, carted)
SELECT "sessionId",
  (array_agg("customerId" ORDER BY "occurredAt" DESC, "customerId" COLLATE "C" DESC)
    FILTER (WHERE "customerId" IS NOT NULL))[1],
  max("occurredAt") FILTER (WHERE "customerId" IS NOT NULL),
  min("occurredAt"), max("occurredAt"), bool_or(viewed), bool_or(carted)
FROM (
  SELECT "sessionId", ${unlessErased('"customerId"', '"occurredAt"')} AS "customerId", "occurredAt", viewed, carted
  FROM jsonb_to_recordset($1::jsonb)
    AS step("sessionId" text, "customerId" text, "occurredAt" timestamptz, viewed boolean, carted boolean)
) AS step
GROUP BY "sessionId"
ORDER BY "sessionId"
ON CONFLICT (session_id) DO UPDATE SET
  (customer_id, identified_at) = (
    SELECT customer_id, identified_at
    FROM (VALUES (s.customer_id, s.identified_at), (excluded.customer_id, excluded.identified_at))
      AS named(customer_id, identified_at)
    ORDER BY identified_at DESC NULLS LAST, customer_id COLLATE "C" DESC
    LIMIT 1
  ),
  started_at = least(s.started_at, excluded.started_at),
  last_seen_at = greatest(s.last_seen_at, excluded.last_seen_at),
  viewed = s.viewed OR excluded.viewed,
  carted = s.carted OR excluded.carted
`;
