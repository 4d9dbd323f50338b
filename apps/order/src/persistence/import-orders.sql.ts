/**
 * $1 orders, $2 their lines, both JSON arrays of rows. Sorted by reference, so that two imports of the same references do
 * not deadlock. Lines are inserted only with their order.
 */
export const IMPORT_ORDERS = `
WITH stored AS (
  INSERT INTO orders (id, customer_id, priority, currency, total, reference, placed_at)
  SELECT id, customer_id, priority::order_priority, currency, total, reference, placed_at
  FROM json_to_recordset($1::json) AS o (
    id uuid, customer_id text, priority text, currency text, total numeric, reference text, placed_at timestamptz
  )
  ORDER BY reference
  ON CONFLICT (reference) DO NOTHING
  RETURNING id
), stored_lines AS (
  INSERT INTO order_line (order_id, position, product_id, description, quantity, unit_price)
  SELECT order_id, position, product_id, description, quantity, unit_price
  FROM json_to_recordset($2::json) AS l (
    order_id uuid, position smallint, product_id text, description text, quantity integer, unit_price numeric
  )
  WHERE order_id IN (SELECT id FROM stored)
)
SELECT id FROM stored`;
