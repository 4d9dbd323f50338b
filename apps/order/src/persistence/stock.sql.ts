/** $1 order id: its units by product, repeated lines summed. */
const WANTED = `
  SELECT product_id, sum(quantity)::bigint AS quantity FROM order_line WHERE order_id = $1::uuid GROUP BY product_id`;

/** $1 order id. Only products whose stock is tracked, locked in sort order, so orders that share products do not deadlock. */
export const LOCK_DEMANDS = `
SELECT p.id AS "productId", w.quantity AS wanted, p.stock AS available
FROM (${WANTED}) w JOIN product p ON p.id = w.product_id
WHERE p.stock IS NOT NULL
ORDER BY p.id FOR NO KEY UPDATE OF p`;

/** $1 order id, its products locked. */
export const RESERVE_STOCK = `
WITH taken AS (
  UPDATE product p SET stock = p.stock - w.quantity
  FROM (${WANTED}) w
  WHERE p.id = w.product_id AND p.stock IS NOT NULL
  RETURNING p.id, w.quantity
)
INSERT INTO stock_reservation (order_id, product_id, quantity) SELECT $1::uuid, id, quantity FROM taken`;

/** $1 order id. */
export const LOCK_RESERVED = `
SELECT p.id FROM stock_reservation r JOIN product p ON p.id = r.product_id
WHERE r.order_id = $1::uuid
ORDER BY p.id FOR NO KEY UPDATE OF p`;

/** $1 order id, its reserved products locked. The null stock of a product that is no longer tracked stays null. */
export const RETURN_STOCK = `
WITH returned AS (DELETE FROM stock_reservation WHERE order_id = $1::uuid RETURNING product_id, quantity)
UPDATE product p SET stock = p.stock + returned.quantity FROM returned WHERE p.id = returned.product_id`;
