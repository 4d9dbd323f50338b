const PAYMENT = `
  p.order_id AS "orderId", customer_id AS "customerId", status, trim_scale(amount)::text AS amount, currency,
  detail, requested_at AS "requestedAt"`;

/** $1 order. */
export const SELECT_PAYMENT = `
SELECT ${PAYMENT}, coalesce(
  (SELECT json_agg(json_build_object('kind', kind, 'amount', trim_scale(amount)::text, 'at', at) ORDER BY at, kind)
   FROM ledger_entry WHERE order_id = p.order_id), '[]') AS ledger,
  (SELECT email FROM receipt r WHERE r.order_id = p.order_id) AS "receiptTo"
FROM payment p WHERE order_id = $1::uuid`;

/** $1 status or null, $2 and $3 the last payment of the page before or null, $4 limit. Newest first. */
export const SELECT_PAYMENTS = `
SELECT ${PAYMENT} FROM payment p
WHERE ($1::text IS NULL OR status = $1::text::payment_status)
  AND ($2::timestamptz IS NULL OR (requested_at, order_id) < ($2::timestamptz, $3::uuid))
ORDER BY requested_at DESC, order_id DESC
LIMIT $4`;
