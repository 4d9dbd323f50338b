/** $1 order, $2 customer, $3 amount, $4 currency, $5 status, $6 when it was requested. Waits for a concurrent insert. */
export const ADD_PAYMENT = `
INSERT INTO payment (order_id, customer_id, amount, currency, status, requested_at)
VALUES ($1::uuid, $2, $3::numeric, $4, $5::payment_status, $6::timestamptz)
ON CONFLICT (order_id) DO NOTHING
RETURNING status`;

/** $1 order. */
export const LOCK_PAYMENT = `SELECT status FROM payment WHERE order_id = $1::uuid FOR UPDATE`;

/** $1 order, $2 the movement, which is the new status too. */
export const MOVE_AMOUNT = `
WITH moved AS (
  UPDATE payment SET status = $2::text::payment_status, changed_at = now() WHERE order_id = $1::uuid
  RETURNING order_id, amount, changed_at
)
INSERT INTO ledger_entry (order_id, kind, amount, at)
SELECT order_id, $2::text::ledger_kind, amount, changed_at FROM moved
RETURNING at`;

/** $1 order, $2 status, $3 why, or null. */
export const END_PAYMENT = `
UPDATE payment SET status = $2::payment_status, detail = $3, changed_at = now() WHERE order_id = $1::uuid
RETURNING changed_at AS at`;

/** $1 customer: one risk check at a time, until the transaction ends. */
export const LOCK_CUSTOMER = `SELECT pg_advisory_xact_lock(hashtextextended('payment-risk ' || $1, 0))`;

/** $1 customer, $2 currency. A statement after the lock, so that it sees what the holder before has committed. */
export const SELECT_EXPOSURE = `
SELECT trim_scale(coalesce(sum(amount), 0))::text AS amount FROM payment
WHERE customer_id = $1 AND currency = $2 AND status IN ('requested', 'authorised', 'captured')
  AND requested_at > now() - interval '24 hours'`;
