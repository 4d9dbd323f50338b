import { Injectable } from '@nestjs/common';
import type { OrderFacts } from '@waybill/contracts';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { jsonRows } from '@waybill/service/postgres';
import { COUNT_ORDERS } from './count-orders.sql.js';
import { MARK_ORDERS_CANCELLED, REMOVE_PRODUCTS_OF_ORDERS } from './withdraw-orders.sql.js';

/**
 * What is sold, one fact per order. Both operations are idempotent by order id and commute: in whatever
 * order, batch or replica they run, and however often, the figures come out the same.
 */
@Injectable()
export class SalesProjection {
  /** Counts confirmed orders, except those already counted or withdrawn. */
  async count(tx: SqlTransaction, orders: readonly OrderFacts[]): Promise<void> {
    await execute(tx, COUNT_ORDERS, [jsonRows(orders)]);
  }

  /** Takes cancelled orders out again, for good: where the confirmation has not come yet, it will count nothing. */
  async withdraw(tx: SqlTransaction, orders: readonly OrderFacts[]): Promise<void> {
    await execute(tx, MARK_ORDERS_CANCELLED, [jsonRows(orders)]);
    await execute(tx, REMOVE_PRODUCTS_OF_ORDERS, [orders.map((order) => order.orderId)]);
  }
}
