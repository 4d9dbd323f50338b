import { unlessErased } from './unless-erased.sql.js';

/** `$1`: a JSON array of session visits, each session once. Locks them by id and returns the previous products of each. */
export const OPEN_SESSIONS = `
INSERT INTO basket (kind, key, customer_id, at)
SELECT 'session', "sessionId", ${unlessErased('"customerId"', 'to_timestamp(at / 1000)')}, to_timestamp(at / 1000)
FROM jsonb_to_recordset($1::jsonb) AS visit("sessionId" text, "customerId" text, at float8)
ORDER BY "sessionId" COLLATE "C"
ON CONFLICT (kind, key) DO UPDATE SET
  at = greatest(basket.at, excluded.at),
  customer_id = coalesce(basket.customer_id, excluded.customer_id)
RETURNING id::text AS basket, key AS "sessionId", to_json(products) AS products, to_json(carted) AS carted
`;
