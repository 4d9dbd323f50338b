/** $1 order id, $2 when. */
export const CONFIRM_ORDER = `UPDATE orders SET status = 'confirmed', confirmed_at = $2 WHERE id = $1`;

/** $1 order id, $2 when, $3 why, $4 why in words. */
export const REJECT_ORDER = `
UPDATE orders SET status = 'rejected', rejected_at = $2, reason = $3, reason_detail = $4 WHERE id = $1`;

/** $1 order id, $2 when. */
export const CANCEL_ORDER = `UPDATE orders SET status = 'cancelled', cancelled_at = $2 WHERE id = $1`;
