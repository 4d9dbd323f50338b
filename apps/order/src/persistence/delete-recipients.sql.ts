/** $1 customer. */
export const DELETE_RECIPIENTS = `
DELETE FROM recipient USING orders WHERE orders.id = recipient.order_id AND orders.customer_id = $1
RETURNING recipient.order_id`;
