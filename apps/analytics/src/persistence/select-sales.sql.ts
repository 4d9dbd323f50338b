import { CHOSEN_CURRENCY } from './currency.sql.js';
import { IN_PERIOD } from './period.sql.js';

/** `$1`, `$2` period, `$3` bucket, `$4` currency or null, `$5` maximum number of rows. The total is first, with a null start. */
export const SELECT_SALES = `
WITH ${CHOSEN_CURRENCY('$4')}
SELECT (SELECT currency FROM chosen) AS currency,
  date_trunc($3, placed_at, 'UTC') AS start,
  count(*) AS orders, coalesce(sum(units), 0) AS units, trim_scale(coalesce(sum(revenue), 0)) AS revenue
FROM sale
WHERE NOT cancelled AND currency = (SELECT currency FROM chosen) AND ${IN_PERIOD('placed_at')}
GROUP BY GROUPING SETS ((2), ())
ORDER BY start NULLS FIRST
LIMIT $5
`;
