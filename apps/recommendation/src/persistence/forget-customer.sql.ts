/**
 * Before the erasure is recorded: whoever adds a basket without having seen it has committed then, and whoever comes later
 * sees it. Writers wait for this short transaction; readers do not.
 */
export const LOCK_BASKETS = `LOCK TABLE basket IN SHARE ROW EXCLUSIVE MODE`;

/** $1 customer, $2 when they were erased. The latest counts. */
export const RECORD_ERASURE = `
INSERT INTO erased_customer AS e (customer_id, erased_at) VALUES ($1, $2::timestamptz)
ON CONFLICT (customer_id) DO UPDATE SET erased_at = greatest(e.erased_at, excluded.erased_at)`;

/**
 * $1 customer, $2 when they were erased. A session gets another key, too: the browser still has its id, and would bring the
 * customer back to it.
 */
export const FORGET_BASKETS = `
UPDATE basket SET customer_id = NULL, key = CASE kind WHEN 'session' THEN 'erased ' || id ELSE key END
WHERE customer_id = $1 AND (kind = 'session' OR at <= $2::timestamptz)`;
