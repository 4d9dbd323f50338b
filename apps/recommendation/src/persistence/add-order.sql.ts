import { unlessErased } from './unless-erased.sql.js';

/**
 * `$1` order id, `$2` customer id, `$3` milliseconds since the epoch, `$4` heat, `$5` product numbers and `$6`
 * their descriptions. Does nothing if the order is known, even if withdrawn.
 *
 * The products are locked by number before they are changed, because concurrent orders share products.
 */
export const ADD_ORDER = `
WITH added AS (
  INSERT INTO basket (kind, key, customer_id, at, products)
  SELECT 'order', $1, ${unlessErased('$2::text', 'to_timestamp($3::float8 / 1000)')}, to_timestamp($3::float8 / 1000), $5::int[]
  ON CONFLICT (kind, key) DO NOTHING
  RETURNING id, at
),
item AS (
  INSERT INTO basket_item (product, at, basket)
  SELECT product, added.at, added.id FROM added CROSS JOIN unnest($5::int[]) AS product
),
locked AS MATERIALIZED (
  SELECT id FROM product
  WHERE id = ANY ($5::int[]) AND EXISTS (SELECT FROM added)
  ORDER BY id FOR NO KEY UPDATE
)
UPDATE product SET
  orders = orders + 1,
  heat = heat + $4::float8,
  description = CASE WHEN line.description <> '' AND (described_at IS NULL OR described_at <= added.at)
    THEN line.description ELSE product.description END,
  described_at = CASE WHEN line.description <> '' THEN greatest(described_at, added.at) ELSE described_at END
FROM locked JOIN unnest($5::int[], $6::text[]) AS line(product, description) ON line.product = locked.id
  CROSS JOIN added
WHERE product.id = locked.id
`;
