/**
 * `$1`: ids of products that were not there a moment ago. In the order of ids, so that two transactions that
 * bring the same new products wait for each other and never both ways. Only for new ones: a conflict, too,
 * uses up a number.
 */
export const INSERT_PRODUCTS = `
INSERT INTO product (product_id, description)
SELECT id, id FROM unnest($1::text[]) AS fresh(id) ORDER BY id COLLATE "C"
ON CONFLICT (product_id) DO NOTHING
`;
