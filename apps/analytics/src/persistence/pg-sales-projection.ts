import { Injectable } from '@nestjs/common';
import type { OrderFacts } from '@waybill/contracts';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { jsonRows } from '@waybill/service/postgres';
import { SalesProjection } from '../application/sales-projection.js';
import { COUNT_ORDERS } from './count-orders.sql.js';
import { MARK_ORDERS_CANCELLED, REMOVE_PRODUCTS_OF_ORDERS } from './withdraw-orders.sql.js';

@Injectable()
export class PgSalesProjection extends SalesProjection {
  async count(tx: SqlTransaction, orders: readonly OrderFacts[]): Promise<void> {
    await execute(tx, COUNT_ORDERS, [jsonRows(orders)]);
  }

  async withdraw(tx: SqlTransaction, orders: readonly OrderFacts[]): Promise<void> {
    await execute(tx, MARK_ORDERS_CANCELLED, [jsonRows(orders)]);
    await execute(tx, REMOVE_PRODUCTS_OF_ORDERS, [orders.map((order) => order.orderId)]);
  }
}
