/**
 * `$1` a JSON array of extensions of sessions that this transaction has locked, `$2` the numbers of the products that they
 * add. Locks these by number.
 */
export const EXTEND_SESSIONS = `
WITH extension AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS e(basket bigint, products int[], carted int[], added jsonb)
),
touch AS MATERIALIZED (
  SELECT extension.basket, t.product, to_timestamp(t.at / 1000) AS at, t.heat
  FROM extension CROSS JOIN LATERAL jsonb_to_recordset(added) AS t(product int, at float8, heat float8)
),
extended AS (
  UPDATE basket SET products = extension.products, carted = extension.carted
  FROM extension WHERE basket.id = extension.basket
),
item AS (
  INSERT INTO basket_item (product, at, basket) SELECT product, at, basket FROM touch
),
gain AS (
  SELECT product, count(*)::int AS sessions, sum(heat) AS heat FROM touch GROUP BY product
),
locked AS MATERIALIZED (
  SELECT id FROM product WHERE id = ANY ($2::int[]) ORDER BY id FOR NO KEY UPDATE
)
UPDATE product SET sessions = product.sessions + gain.sessions, heat = product.heat + gain.heat
FROM locked JOIN gain ON gain.product = locked.id
WHERE product.id = locked.id
`;
