/** $1 order id. Locks only the row of the order: its lines never change. */
export const LOCK_ORDER = `SELECT status FROM orders WHERE id = $1::uuid FOR UPDATE`;

/** The columns of an order and its lines, from `orders o`. */
export const WHOLE_ORDER = `
  id AS "orderId", customer_id AS "customerId", status, priority, currency, trim_scale(total)::text AS total,
  placed_at AS "placedAt",
  (SELECT json_agg(json_build_object('productId', product_id, 'description', description, 'quantity', quantity,
     'unitPrice', trim_scale(unit_price)::text) ORDER BY position) FROM order_line WHERE order_id = o.id) AS lines`;

/**
 * $1 order id. The same with the whole order. After a wait the locked row is read again as the holder before committed it; the
 * lines are as they were.
 */
export const LOCK_WHOLE_ORDER = `
SELECT ${WHOLE_ORDER}
FROM orders o WHERE id = $1::uuid FOR UPDATE`;
