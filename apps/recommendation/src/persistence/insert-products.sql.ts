/**
 * `$1`: ids of products that did not exist a moment ago. Sorted, so that two transactions with the same new products do not
 * deadlock. Only for new ones, because a conflict uses up a number too.
 */
export const INSERT_PRODUCTS = `
INSERT INTO product (product_id, description)
SELECT id, id FROM unnest($1::text[]) AS fresh(id) ORDER BY id COLLATE "C"
ON CONFLICT (product_id) DO NOTHING
`;
