import { unlessErased } from './unless-erased.sql.js';

/**
 * `$1`: a JSON array of orders as in their events. Defines `incoming_order`, one row per order even if it is in the array
 * repeatedly, and `incoming_product`, one row per order and product with repeated lines summed. Exact: always `numeric`.
 */
export const INCOMING_ORDERS = `
incoming AS MATERIALIZED (
  SELECT DISTINCT ON ("orderId") *
  FROM jsonb_to_recordset($1::jsonb)
    AS o("orderId" uuid, "customerId" text, currency text, "placedAt" timestamptz, lines jsonb)
  ORDER BY "orderId"
),
incoming_product AS MATERIALIZED (
  SELECT o."orderId" AS order_id, l."productId" AS product_id, max(l.description COLLATE "C") AS description,
    sum(l.quantity)::bigint AS units, sum(l.quantity * l."unitPrice") AS revenue
  FROM incoming o CROSS JOIN LATERAL jsonb_to_recordset(o.lines)
    AS l("productId" text, description text, quantity bigint, "unitPrice" numeric)
  GROUP BY o."orderId", l."productId"
),
incoming_order AS (
  SELECT o."orderId" AS order_id, ${unlessErased('o."customerId"', 'o."placedAt"')} AS customer_id, o.currency,
    o."placedAt" AS placed_at, p.units, p.revenue
  FROM incoming o JOIN (
    SELECT order_id, sum(units)::bigint AS units, sum(revenue) AS revenue FROM incoming_product GROUP BY order_id
  ) p ON p.order_id = o."orderId"
)`;
