/** `$1`: product ids. */
export const SELECT_NUMBERS = `
SELECT id, product_id FROM product WHERE product_id = ANY ($1::text[])
`;
