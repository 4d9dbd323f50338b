import type { SqlTransaction } from '@waybill/messaging';
import { Orders, type ReferencedOrder, type StoredOrder } from '../application/orders.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { PlacedOrder } from '../domain/order.js';
import type { Settlement } from '../domain/settle-order.js';
import type { NaivePublish } from './naive-publish.js';

/** Tells the naive publish which orders a transaction places; leaves everything else to the orders that it wraps. */
export class NaivelyPublishedOrders extends Orders {
  constructor(
    private readonly orders: Orders,
    private readonly naive: NaivePublish,
  ) {
    super();
  }

  async add(tx: SqlTransaction, order: PlacedOrder): Promise<void> {
    await this.orders.add(tx, order);
    this.naive.placed(tx, [order]);
  }

  async addNew(tx: SqlTransaction, orders: readonly ReferencedOrder[]): Promise<ReadonlySet<string>> {
    const stored = await this.orders.addNew(tx, orders);
    this.naive.placed(
      tx,
      orders.filter(({ orderId }) => stored.has(orderId)),
    );
    return stored;
  }

  lockStatus(tx: SqlTransaction, orderId: string): Promise<OrderStatus | undefined> {
    return this.orders.lockStatus(tx, orderId);
  }

  lock(tx: SqlTransaction, orderId: string): Promise<StoredOrder | undefined> {
    return this.orders.lock(tx, orderId);
  }

  settle(tx: SqlTransaction, orderId: string, settlement: Settlement, at: Date): Promise<void> {
    return this.orders.settle(tx, orderId, settlement, at);
  }

  cancel(tx: SqlTransaction, orderId: string, at: Date): Promise<void> {
    return this.orders.cancel(tx, orderId, at);
  }
}
