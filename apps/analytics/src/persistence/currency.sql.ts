/** Before the first sale there is no currency to take; the demo catalogue is priced in this one. */
const FALLBACK = 'GBP';

/** A CTE of one row: the currency asked for, or the one that most orders are in. */
export const CHOSEN_CURRENCY = (asked: `$${number}`): string => `
chosen AS MATERIALIZED (
  SELECT coalesce(
    ${asked}::text,
    (SELECT currency FROM sale WHERE NOT cancelled GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1),
    '${FALLBACK}'
  ) AS currency
)`;
