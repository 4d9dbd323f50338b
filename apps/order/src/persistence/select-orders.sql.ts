import { LINE_COUNT_COLUMN, LINES_COLUMN, ORDER_COLUMNS } from './order-columns.sql.js';

/** $1 order id. */
export const SELECT_ORDER = `SELECT ${ORDER_COLUMNS}, ${LINES_COLUMN} FROM orders o WHERE o.id = $1`;

/** $1 order id. The order's row alone: nobody else locks its lines. */
export const LOCK_ORDER = `${SELECT_ORDER} FOR UPDATE OF o`;

export const LOCK_ORDER_STATUS = `SELECT status FROM orders WHERE id = $1 FOR UPDATE`;

/**
 * One page, newest first. Each condition is there only where it is asked for, so that each combination has
 * a plan of its own, along an index in the order of the answer.
 */
export function selectOrders(conditions: readonly string[], limit: number): string {
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  return `
SELECT ${ORDER_COLUMNS}, ${LINE_COUNT_COLUMN}
FROM orders o ${where}
ORDER BY o.placed_at DESC, o.id DESC
LIMIT ${limit}`;
}
