import { CHOSEN_CURRENCY } from './currency.sql.js';

const TOTALS = (condition: string): string => `json_build_object(
    'orders', count(*) FILTER (WHERE ${condition}),
    'units', coalesce(sum(units) FILTER (WHERE ${condition}), 0),
    'revenue', trim_scale(coalesce(sum(revenue) FILTER (WHERE ${condition}), 0))::text
  )`;

/** `$1` now, `$2` currency or null. Served from the index on counted sales alone. */
export const SELECT_RUNNING_FIGURES = `
WITH ${CHOSEN_CURRENCY('$2')}
SELECT (SELECT currency FROM chosen) AS currency,
  ${TOTALS('true')} AS total,
  ${TOTALS(`placed_at >= date_trunc('day', $1::timestamptz, 'UTC')`)} AS today,
  ${TOTALS(`placed_at > $1::timestamptz - interval '1 hour'`)} AS "lastHour",
  count(*) FILTER (WHERE placed_at > $1::timestamptz - interval '5 minutes') AS "lastFiveMinutes",
  (SELECT count(*) FROM session WHERE started_at > $1::timestamptz - interval '1 hour') AS sessions
FROM sale
WHERE NOT cancelled AND currency = (SELECT currency FROM chosen)
`;
