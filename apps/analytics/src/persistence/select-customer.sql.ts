/** `$1` customer, `$2` currency, or null for that of most counted orders. No row for a customer without a sale. */
export const SELECT_CUSTOMER = `
SELECT coalesce($2::text, currency) AS currency,
  count(*) FILTER (WHERE counts) AS orders,
  coalesce(sum(units) FILTER (WHERE counts), 0) AS units,
  trim_scale(coalesce(sum(revenue) FILTER (WHERE counts), 0)) AS revenue,
  min(placed_at) FILTER (WHERE counts) AS "firstOrderAt",
  max(placed_at) FILTER (WHERE counts) AS "lastOrderAt"
FROM (SELECT *, NOT cancelled AND currency = coalesce($2::text, currency) AS counts FROM sale WHERE customer_id = $1) own
GROUP BY coalesce($2::text, currency)
ORDER BY orders DESC, coalesce($2::text, currency)
LIMIT 1
`;
