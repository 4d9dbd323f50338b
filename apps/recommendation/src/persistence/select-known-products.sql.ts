const COLUMNS = `id AS product, product_id AS "productId", description, heat, orders, sessions`;

/** `$1`: product numbers. */
export const SELECT_KNOWN_PRODUCTS = `
SELECT ${COLUMNS} FROM product WHERE id = ANY ($1::int[])
`;

/** `$1`: maximum number of rows, `$2`: product numbers to exclude. */
export const SELECT_POPULAR_PRODUCTS = `
SELECT ${COLUMNS} FROM product
WHERE heat > 0 AND id <> ALL ($2::int[])
ORDER BY heat DESC, id
LIMIT $1
`;
