import { IN_PERIOD } from './period.sql.js';

/** `$1`, `$2` period. */
export const SELECT_FUNNEL = `
SELECT count(*) AS sessions,
  count(*) FILTER (WHERE viewed) AS viewed,
  count(*) FILTER (WHERE carted) AS carted,
  count(*) FILTER (WHERE EXISTS (
    SELECT FROM sale
    WHERE sale.customer_id = session.customer_id AND NOT sale.cancelled
      AND sale.placed_at BETWEEN session.started_at AND session.last_seen_at + interval '30 minutes'
  )) AS ordered
FROM session
WHERE ${IN_PERIOD('started_at')}
`;
