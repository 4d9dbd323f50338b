import { withClient } from '@waybill/stack/parts';
import type { Balance, Evidence, Figures } from './evidence.ts';

const BALANCES = `
SELECT order_id AS "orderId",
  coalesce(sum(CASE kind WHEN 'authorised' THEN amount WHEN 'captured' THEN -amount WHEN 'released' THEN -amount END), 0)
    ::float8 AS held,
  coalesce(sum(amount) FILTER (WHERE kind = 'captured'), 0)::float8 AS captured,
  coalesce(sum(amount) FILTER (WHERE kind = 'refunded'), 0)::float8 AS refunded
FROM ledger_entry GROUP BY order_id`;

/** What the other services made of the events. */
export async function readProjections(
  urlOf: (service: string) => string,
): Promise<Pick<Evidence, 'sales' | 'bought' | 'payments'>> {
  const sales = await withClient(urlOf('analytics'), (client) =>
    client.query<Figures>(
      'SELECT count(*)::int AS orders, coalesce(sum(revenue), 0)::text AS revenue FROM sale WHERE NOT cancelled',
    ),
  );
  const bought = await withClient(urlOf('recommendation'), (client) =>
    client.query<{ productId: string; orders: number }>(
      'SELECT product_id AS "productId", orders FROM product WHERE orders <> 0',
    ),
  );
  const payments = await withClient(urlOf('payment'), (client) => client.query<Balance>(BALANCES));
  return {
    payments: payments.rows,
    sales: sales.rows[0]!,
    bought: new Map(bought.rows.map(({ productId, orders }) => [productId, orders])),
  };
}
