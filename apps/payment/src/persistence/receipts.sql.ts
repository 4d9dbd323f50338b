/**
 * $1 order, $2 customer, $3 address, $4 when it was named. Nothing for a customer who was erased since. Named once only: an
 * order's recipient does not change.
 */
export const ADD_RECEIPT = `
INSERT INTO receipt (order_id, customer_id, email, named_at)
SELECT $1::uuid, $2, $3, $4::timestamptz
WHERE NOT EXISTS (
  SELECT FROM erased_customer WHERE customer_id = $2::text AND $4::timestamptz <= erased_at)
ON CONFLICT (order_id) DO NOTHING`;

/**
 * Before the erasure is recorded: whoever adds a receipt without having seen it has committed then, and whoever comes later
 * sees it.
 */
export const LOCK_RECEIPTS = `LOCK TABLE receipt IN SHARE ROW EXCLUSIVE MODE`;

/** $1 customer, $2 when they were erased. The latest counts. */
export const RECORD_ERASURE = `
INSERT INTO erased_customer AS e (customer_id, erased_at) VALUES ($1, $2::timestamptz)
ON CONFLICT (customer_id) DO UPDATE SET erased_at = greatest(e.erased_at, excluded.erased_at)`;

/** $1 customer, $2 when they were erased. */
export const DELETE_RECEIPTS = `DELETE FROM receipt WHERE customer_id = $1 AND named_at <= $2::timestamptz`;
