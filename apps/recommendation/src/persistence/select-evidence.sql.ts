/** `$1`: product numbers. */
export const SELECT_EVIDENCE = `
SELECT id, heat, orders, sessions FROM product WHERE id = ANY ($1::int[])
`;
