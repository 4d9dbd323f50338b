import { INCOMING_ORDERS } from './incoming-orders.sql.js';

/** Marks orders as cancelled; inserts a row for those whose confirmation has not arrived yet. Locks by order id. */
export const MARK_ORDERS_CANCELLED = `
WITH ${INCOMING_ORDERS}
INSERT INTO sale (order_id, customer_id, currency, placed_at, units, revenue, cancelled)
SELECT order_id, customer_id, currency, placed_at, units, revenue, true FROM incoming_order ORDER BY order_id
ON CONFLICT (order_id) DO UPDATE SET cancelled = true WHERE NOT sale.cancelled
`;

/**
 * A separate statement, because the mark may have waited for the transaction that counted the order, and only the
 * snapshot of a later statement includes what that transaction wrote.
 */
export const REMOVE_PRODUCTS_OF_ORDERS = `DELETE FROM product_sale WHERE order_id = ANY($1::uuid[])`;
