const PRODUCT_COLUMNS = `id AS "productId", description, trim_scale(unit_price)::text AS "unitPrice", currency`;

/** $1 product ids. */
export const SELECT_PRICES = `SELECT ${PRODUCT_COLUMNS} FROM product WHERE id = ANY($1::text[])`;

/** $1 product id. */
export const SELECT_PRODUCT = `SELECT ${PRODUCT_COLUMNS}, stock FROM product WHERE id = $1`;

/** $1 part of id or description as a LIKE pattern, or null; $2 after this id, or null; $3 limit. */
export const SELECT_PRODUCTS = `
SELECT ${PRODUCT_COLUMNS}, stock FROM product
WHERE ($1::text IS NULL OR id ILIKE $1 OR description ILIKE $1) AND ($2::text IS NULL OR id > $2)
ORDER BY id
LIMIT $3`;

/** $1 JSON array of rows. Sorted, so that two imports that bring the same products wait in one direction only. */
export const ADD_MISSING_PRODUCTS = `
INSERT INTO product (id, description, unit_price, currency, stock)
SELECT id, description, unit_price, currency, stock
FROM json_to_recordset($1::json) AS n (id text, description text, unit_price numeric, currency text, stock bigint)
WHERE NOT EXISTS (SELECT FROM product p WHERE p.id = n.id)
ORDER BY id
ON CONFLICT (id) DO NOTHING`;

/** $1 id, $2 description, $3 unit price, $4 currency, $5 stock. A row that was inserted has no deleter: `xmax` is 0. */
export const PUT_PRODUCT = `
INSERT INTO product (id, description, unit_price, currency, stock)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (id) DO UPDATE
SET description = excluded.description, unit_price = excluded.unit_price,
    currency = excluded.currency, stock = excluded.stock
RETURNING xmax = 0 AS created`;
