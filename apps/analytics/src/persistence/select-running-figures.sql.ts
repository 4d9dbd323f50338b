import { CHOSEN_CURRENCY } from './currency.sql.js';

const TOTALS = (condition: string): string => `json_build_object(
    'orders', count(*) FILTER (WHERE ${condition}),
    'units', coalesce(sum(units) FILTER (WHERE ${condition}), 0),
    'revenue', trim_scale(coalesce(sum(revenue) FILTER (WHERE ${condition}), 0))::text
  )`;

/**
 * An order may be dated later than now, by an import or by a clock that is ahead: it belongs to no figure of now until
 * its time has come. A minute is what clocks may disagree by.
 */
const SINCE = (column: string, start: string): string =>
  `${column} >= ${start} AND ${column} < $1::timestamptz + interval '1 minute'`;

const BACK = (stretch: string): string => `$1::timestamptz - interval '${stretch}'`;

/** `$1` now, `$2` currency or null. Served from the index on counted sales alone. */
export const SELECT_RUNNING_FIGURES = `
WITH ${CHOSEN_CURRENCY('$2')}
SELECT (SELECT currency FROM chosen) AS currency,
  ${TOTALS('true')} AS total,
  ${TOTALS(SINCE('placed_at', `date_trunc('day', $1::timestamptz, 'UTC')`))} AS today,
  ${TOTALS(SINCE('placed_at', BACK('1 hour')))} AS "lastHour",
  count(*) FILTER (WHERE ${SINCE('placed_at', BACK('5 minutes'))}) AS "lastFiveMinutes",
  (SELECT count(*) FROM session WHERE ${SINCE('started_at', BACK('1 hour'))}) AS sessions
FROM sale
WHERE NOT cancelled AND currency = (SELECT currency FROM chosen)
`;
