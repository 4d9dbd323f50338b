import { unlessErased } from './unless-erased.sql.js';

/**
 * `$1` order id, `$2` customer id, `$3` milliseconds since the epoch. Returns the basket that no longer counts, or nothing
 * if it was already withdrawn. If the order has not arrived yet, inserts a withdrawn row for it.
 */
export const WITHDRAW_ORDER = `
INSERT INTO basket (kind, key, customer_id, at, withdrawn)
VALUES ('order', $1, ${unlessErased('$2::text', 'to_timestamp($3::float8 / 1000)')}, to_timestamp($3::float8 / 1000), true)
ON CONFLICT (kind, key) DO UPDATE SET withdrawn = true WHERE NOT basket.withdrawn
RETURNING id::text, at, products
`;
