import { Injectable } from '@nestjs/common';
import {
  OrderQueries,
  type OrderFilter,
  type OrderPage,
  type OrderPosition,
  type OrderSummary,
  type OrderView,
} from '../application/order-queries.js';
import { Database } from './database.js';
import { SELECT_ORDER, selectOrders } from './select-orders.sql.js';

@Injectable()
export class PgOrderQueries extends OrderQueries {
  constructor(private readonly database: Database) {
    super();
  }

  async find(orderId: string): Promise<OrderView | undefined> {
    const { rows } = await this.database.pool.query<OrderView>(SELECT_ORDER, [orderId]);
    return rows.map(withoutNulls)[0];
  }

  async list(filter: OrderFilter, page: { limit: number; after?: OrderPosition }): Promise<OrderPage> {
    const { limit, after } = page;
    const values: unknown[] = [];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = [
      ...(filter.customerId === undefined ? [] : [`o.customer_id = ${bind(filter.customerId)}`]),
      ...(filter.status === undefined ? [] : [`o.status = ${bind(filter.status)}`]),
      ...(after ? [`(o.placed_at, o.id) < (${bind(after.placedAt)}, ${bind(after.orderId)}::uuid)`] : []),
    ];
    // One more than asked for tells whether more follow.
    const { rows } = await this.database.pool.query<OrderSummary>(
      selectOrders(conditions, limit + 1),
      values,
    );
    const items = rows.slice(0, limit).map(withoutNulls);
    const { placedAt, orderId } = items.at(-1) ?? {};
    return { items, ...(rows.length > limit && { next: { placedAt: placedAt!, orderId: orderId! } }) };
  }
}

function withoutNulls<Row extends object>(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Row;
}
