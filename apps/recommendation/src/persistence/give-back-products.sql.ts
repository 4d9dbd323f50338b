/**
 * `$1` basket, `$2` its time, `$3` its products, `$4` the heat that each got from it. A product that nothing
 * else speaks for ends at exactly 0: a sum of doubles would leave a trace.
 */
export const GIVE_BACK_PRODUCTS = `
WITH gone AS (
  DELETE FROM basket_item
  WHERE product = ANY ($3::int[]) AND at = $2::timestamptz AND basket = $1::bigint
),
locked AS MATERIALIZED (
  SELECT id FROM product WHERE id = ANY ($3::int[]) ORDER BY id FOR NO KEY UPDATE
)
UPDATE product SET
  orders = orders - 1,
  heat = CASE WHEN orders = 1 AND sessions = 0 THEN 0 ELSE greatest(heat - $4::float8, 0) END
FROM locked
WHERE product.id = locked.id
`;
