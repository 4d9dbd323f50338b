/**
 * `$1` products and `$2` their interest, `$3` now, `$4` baskets for each product, `$5` maximum number of neighbours, `$6`
 * the customer whose baskets to exclude, or null, `$7` half-life in seconds, `$8` lasting share, `$9` size damping, `$10` a
 * session's weight. Reads at most `$4` index entries for each product, whatever the size of the shop.
 *
 * The age is limited because `power` in Postgres fails on underflow.
 */
export const SELECT_NEIGHBOURS = `
WITH touched AS (
  SELECT recent.basket, sum(interest.weight) AS overlap
  FROM unnest($1::int[], $2::float8[]) AS interest(product, weight)
  CROSS JOIN LATERAL (
    SELECT basket FROM basket_item WHERE product = interest.product ORDER BY at DESC, basket DESC LIMIT $4
  ) recent
  GROUP BY recent.basket
),
weighed AS (
  SELECT basket.id, basket.products, touched.overlap,
    CASE basket.kind WHEN 'order' THEN 1 ELSE $10::float8 END
    * power(cardinality(basket.products), -$9::float8)
    * (power(2, -least(1000, greatest(0, date_part('epoch', $3::timestamptz - basket.at) / $7::float8)))
      + $8::float8) AS weight
  FROM touched JOIN basket ON basket.id = touched.basket
  WHERE $6::text IS NULL OR basket.customer_id IS DISTINCT FROM $6
)
SELECT weight, to_json(products) AS products
FROM weighed
ORDER BY overlap * weight DESC, id
LIMIT $5
`;
