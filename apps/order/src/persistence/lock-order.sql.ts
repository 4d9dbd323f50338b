/** $1 order id. The order's row alone: nobody locks its lines, which never change. */
export const LOCK_ORDER = `SELECT status FROM orders WHERE id = $1::uuid FOR UPDATE`;
