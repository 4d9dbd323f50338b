import { Injectable } from '@nestjs/common';
import type { OrderFacts } from '@waybill/contracts';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { jsonRows } from '@waybill/service/postgres';
import { COUNT_ORDERS } from './count-orders.sql.js';
import { MARK_ORDERS_CANCELLED, REMOVE_PRODUCTS_OF_ORDERS } from './withdraw-orders.sql.js';

/**
 * What is sold, one row per order. Both operations are idempotent by order id and commutative: the figures do not depend
 * on the order, batches, replicas or repetitions in which they run.
 */
@Injectable()
export class SalesProjection {
  /** Counts confirmed orders, except those already counted or withdrawn. */
  async count(tx: SqlTransaction, orders: readonly OrderFacts[]): Promise<void> {
    await execute(tx, COUNT_ORDERS, [jsonRows(orders)]);
  }

  /** Removes cancelled orders permanently: a confirmation that arrives later is not counted. */
  async withdraw(tx: SqlTransaction, orders: readonly OrderFacts[]): Promise<void> {
    await execute(tx, MARK_ORDERS_CANCELLED, [jsonRows(orders)]);
    await execute(tx, REMOVE_PRODUCTS_OF_ORDERS, [orders.map((order) => order.orderId)]);
  }
}
