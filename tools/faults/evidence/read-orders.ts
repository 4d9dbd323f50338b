import type pg from 'pg';
import { SHELVES } from '../load/shelves.ts';
import type { Evidence, Figures, StoredOrder } from './evidence.ts';

type OrderEvidence = Pick<Evidence, 'orders' | 'shelves' | 'salesDue' | 'boughtDue'>;

/** The order service's own rows, which the others' figures have to agree with. */
export async function readOrders(client: pg.Client): Promise<OrderEvidence> {
  const orders = await client.query<StoredOrder & { id: string }>(
    'SELECT id, status, total::text FROM orders',
  );
  const sales = await client.query<Figures>(
    `SELECT count(*)::int AS orders, coalesce(sum(total), 0)::text AS revenue FROM orders WHERE status = 'confirmed'`,
  );
  const bought = await client.query<{ productId: string; orders: number }>(
    `SELECT product_id AS "productId", count(DISTINCT order_id)::int AS orders
     FROM order_line JOIN orders ON orders.id = order_id WHERE status = 'confirmed' GROUP BY product_id`,
  );
  const products = await client.query<{ productId: string; left: number | null; held: number }>(
    `SELECT product.id AS "productId", stock::float8 AS left, coalesce(sum(quantity), 0)::float8 AS held
     FROM product LEFT JOIN stock_reservation ON product_id = product.id GROUP BY product.id`,
  );
  return {
    orders: new Map(orders.rows.map(({ id, status, total }) => [id, { status, total }])),
    salesDue: sales.rows[0]!,
    boughtDue: new Map(bought.rows.map(({ productId, orders }) => [productId, orders])),
    shelves: SHELVES.map((shelf) => {
      const { left = null, held = 0 } =
        products.rows.find(({ productId }) => productId === shelf.productId) ?? {};
      return { ...shelf, left, held };
    }),
  };
}
