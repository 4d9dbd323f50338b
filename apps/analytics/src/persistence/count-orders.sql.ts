import { INCOMING_ORDERS } from './incoming-orders.sql.js';

/**
 * Counts confirmed orders, with their products. An order that already has a row in `sale`, counted or cancelled, adds
 * nothing. If another transaction is about to write that row, the insert waits for it. Rows are inserted by order id, so
 * that two replicas do not deadlock.
 */
export const COUNT_ORDERS = `
WITH ${INCOMING_ORDERS},
counted AS (
  INSERT INTO sale (order_id, customer_id, currency, placed_at, units, revenue)
  SELECT order_id, customer_id, currency, placed_at, units, revenue FROM incoming_order ORDER BY order_id
  ON CONFLICT (order_id) DO NOTHING
  RETURNING order_id, currency, placed_at
)
INSERT INTO product_sale (order_id, product_id, currency, placed_at, description, units, revenue)
SELECT order_id, product_id, currency, placed_at, description, units, revenue
FROM counted JOIN incoming_product USING (order_id)
`;
