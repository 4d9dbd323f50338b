import { CHOSEN_CURRENCY } from './currency.sql.js';
import type { Ranking } from './figures.js';
import { IN_PERIOD } from './period.sql.js';

/**
 * `$1`, `$2` period, `$3` currency or null, `$4` limit. One row per product, or one row without a product, which has the
 * currency. The description is from the latest order of any period.
 */
export const SELECT_TOP_PRODUCTS = (by: Ranking): string => `
WITH ${CHOSEN_CURRENCY('$3')},
top AS (
  SELECT product_id, count(*) AS orders, sum(units) AS units, trim_scale(sum(revenue)) AS revenue
  FROM product_sale
  WHERE currency = (SELECT currency FROM chosen) AND ${IN_PERIOD('placed_at')}
  GROUP BY product_id
  ORDER BY ${by} DESC, product_id
  LIMIT $4
)
SELECT chosen.currency, top.*, latest.description
FROM chosen
LEFT JOIN top ON true
LEFT JOIN LATERAL (
  SELECT description FROM product_sale WHERE product_id = top.product_id
  ORDER BY placed_at DESC, order_id DESC LIMIT 1
) latest ON true
ORDER BY top.${by} DESC, top.product_id
`;
