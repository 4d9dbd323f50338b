/** An order `o` as the application knows it: exact decimals as text without needless zeros. */
export const ORDER_COLUMNS = `
  o.id AS "orderId", o.customer_id AS "customerId", o.status, o.reason,
  o.reason_detail AS "reasonDetail", o.priority, o.currency,
  trim_scale(o.total)::text AS total, o.placed_at AS "placedAt", o.confirmed_at AS "confirmedAt",
  o.rejected_at AS "rejectedAt", o.cancelled_at AS "cancelledAt"`;

/** The lines of an order `o`, as they were ordered. */
export const LINES_COLUMN = `(
  SELECT json_agg(
    json_build_object(
      'productId', l.product_id, 'description', l.description, 'quantity', l.quantity,
      'unitPrice', trim_scale(l.unit_price)::text
    ) ORDER BY l.position
  )
  FROM order_line l WHERE l.order_id = o.id
) AS lines`;

export const LINE_COUNT_COLUMN = `
  (SELECT count(*)::int FROM order_line l WHERE l.order_id = o.id) AS "lineCount"`;
