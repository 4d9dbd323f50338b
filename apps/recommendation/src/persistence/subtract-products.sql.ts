/**
 * `$1` basket, `$2` its time, `$3` its products, `$4` the heat that it added to each. A product without other evidence
 * gets exactly 0, as the difference of doubles might not be.
 */
export const SUBTRACT_PRODUCTS = `
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
