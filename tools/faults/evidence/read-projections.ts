import { withClient } from '@waybill/stack/parts';
import type { Evidence, Figures } from './evidence.ts';

/** What the other services made of the events. */
export async function readProjections(
  urlOf: (service: string) => string,
): Promise<Pick<Evidence, 'sales' | 'bought'>> {
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
  return {
    sales: sales.rows[0]!,
    bought: new Map(bought.rows.map(({ productId, orders }) => [productId, orders])),
  };
}
