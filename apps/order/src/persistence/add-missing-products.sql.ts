/** $1 JSON array of rows. Sorted, so that two imports with the same products do not deadlock. */
export const ADD_MISSING_PRODUCTS = `
INSERT INTO product (id, description, unit_price, currency)
SELECT id, description, unit_price, currency
FROM json_to_recordset($1::json) AS n (id text, description text, unit_price numeric, currency text)
WHERE NOT EXISTS (SELECT FROM product p WHERE p.id = n.id)
ORDER BY id
ON CONFLICT (id) DO NOTHING`;
