import { CHOSEN_CURRENCY } from './currency.sql.js';

const TOTALS = (condition: string): string => `json_build_object(
    'orders', count(*) FILTER (WHERE ${condition}),
    'units', coalesce(sum(units) FILTER (WHERE ${condition}), 0),
    'revenue', trim_scale(coalesce(sum(revenue) FILTER (WHERE ${condition}), 0))::text
  )`;

/**
 * An order may be dated in the future, by an import or a clock that is ahead: it is in no current figure until then.
 * Clocks may differ by a minute.
 */
const SINCE = (column: string, start: string): string =>
  `${column} >= ${start} AND ${column} < $1::timestamptz + interval '1 minute'`;

const BACK = (stretch: string): string => `$1::timestamptz - interval '${stretch}'`;

/** `$1` now, `$2` currency or null. An index-only scan of the counted sales. */
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
