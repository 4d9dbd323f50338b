/** $1 order id. Locks only the row of the order: its lines never change. */
export const LOCK_ORDER = `SELECT status FROM orders WHERE id = $1::uuid FOR UPDATE`;
