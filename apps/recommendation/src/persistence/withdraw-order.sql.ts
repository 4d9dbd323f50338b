/**
 * `$1` order id, `$2` customer id, `$3` milliseconds since the epoch. Gives the basket that was counted, and
 * now is not; nothing where it was withdrawn before. Where the order has not come yet, its place is taken.
 */
export const WITHDRAW_ORDER = `
INSERT INTO basket (kind, key, customer_id, at, withdrawn)
VALUES ('order', $1, $2, to_timestamp($3::float8 / 1000), true)
ON CONFLICT (kind, key) DO UPDATE SET withdrawn = true WHERE NOT basket.withdrawn
RETURNING id::text, at, products
`;
