/** The currency before the first sale, as in the demo catalogue. */
const FALLBACK = 'GBP';

/** A CTE of one row: the requested currency, or that of most orders. */
export const CHOSEN_CURRENCY = (requested: `$${number}`): string => `
chosen AS MATERIALIZED (
  SELECT coalesce(
    ${requested}::text,
    (SELECT currency FROM sale WHERE NOT cancelled GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1),
    '${FALLBACK}'
  ) AS currency
)`;
