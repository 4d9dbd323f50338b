import { WHOLE_ORDER } from './lock-order.sql.js';

/**
 * $1 order id, $2 when. One statement locks the order, checks and changes it: after a wait the condition is checked again, on
 * the row as the holder before committed it.
 */
export const CONFIRM_ORDER = `
UPDATE orders AS o SET status = 'confirmed', confirmed_at = $2::timestamptz
WHERE id = $1::uuid AND status = 'placed'
RETURNING ${WHOLE_ORDER}`;

/** $1 order id, $2 when, $3 reason, $4 detail. */
export const REJECT_ORDER = `
UPDATE orders SET status = 'rejected', rejected_at = $2::timestamptz, reason = $3, reason_detail = $4
WHERE id = $1::uuid`;
