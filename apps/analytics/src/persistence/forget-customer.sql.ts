/**
 * Before the erasure is recorded: whoever writes them without having seen it has committed then, and whoever comes later sees
 * it. Writers wait for this short transaction; readers do not.
 */
export const LOCK_CUSTOMERS = `LOCK TABLE sale, session IN SHARE ROW EXCLUSIVE MODE`;

/** $1 customer, $2 when they were erased. The latest counts. */
export const RECORD_ERASURE = `
INSERT INTO erased_customer AS e (customer_id, erased_at) VALUES ($1, $2::timestamptz)
ON CONFLICT (customer_id) DO UPDATE SET erased_at = greatest(e.erased_at, excluded.erased_at)`;

/** $1 customer, $2 when they were erased. */
export const FORGET_SALES = `
UPDATE sale SET customer_id = NULL WHERE customer_id = $1 AND placed_at <= $2::timestamptz`;

/** $1 customer, $2 when they were erased. */
export const FORGET_SESSIONS = `
UPDATE session SET customer_id = NULL, identified_at = NULL
WHERE customer_id = $1 AND identified_at <= $2::timestamptz`;
