/** The latest time at which one of `own`'s products was put into a basket: one index probe for each. */
const NEWEST = `
(SELECT max(latest.at) FROM own CROSS JOIN LATERAL (
  SELECT at FROM basket_item WHERE product = own.product ORDER BY at DESC LIMIT 1
) latest)`;

const COLUMNS = `
  own.product, own.bought, own.carted, own.at, product.heat, product.orders, product.sessions, ${NEWEST} AS now`;

/** `$1` customer id, `$2` maximum number of their latest sessions. Latest first. */
export const SELECT_HISTORY = `
WITH basket_of_customer AS (
  (SELECT kind, at, products, carted FROM basket
    WHERE customer_id = $1 AND kind = 'order' AND NOT withdrawn)
  UNION ALL
  (SELECT kind, at, products, carted FROM basket
    WHERE customer_id = $1 AND kind = 'session' ORDER BY at DESC LIMIT $2)
),
own AS MATERIALIZED (
  SELECT product, max(at) AS at, bool_or(kind = 'order') AS bought, bool_or(product = ANY (carted)) AS carted
  FROM basket_of_customer CROSS JOIN unnest(products) AS product
  GROUP BY product
)
SELECT ${COLUMNS}
FROM own JOIN product ON product.id = own.product
ORDER BY own.at DESC, own.product
`;

/** `$1` product id. */
export const SELECT_HISTORY_OF_PRODUCT = `
WITH own AS MATERIALIZED (
  SELECT id AS product, true AS bought, false AS carted, NULL::timestamptz AS at FROM product WHERE product_id = $1
)
SELECT ${COLUMNS}
FROM own JOIN product ON product.id = own.product
`;
