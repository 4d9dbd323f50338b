import { Injectable } from '@nestjs/common';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { Orders, type OrderToStore, type StoredOrder } from '../application/orders.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { Settlement } from '../domain/settle-order.js';
import { CANCEL_ORDER, CONFIRM_ORDER, REJECT_ORDER } from './change-order.sql.js';
import { INSERT_ORDERS } from './insert-orders.sql.js';
import { LOCK_ORDER, LOCK_ORDER_STATUS } from './select-orders.sql.js';

@Injectable()
export class PgOrders extends Orders {
  async insert(tx: SqlTransaction, orders: readonly OrderToStore[]): Promise<ReadonlySet<string>> {
    const rows = orders.map((order) => ({
      id: order.orderId,
      customer_id: order.customerId,
      priority: order.priority,
      currency: order.currency,
      total: order.total,
      reference: order.reference,
      placed_at: order.placedAt,
    }));
    const lines = orders.flatMap(({ orderId, lines }) =>
      lines.map(({ productId, description, quantity, unitPrice }, position) => ({
        order_id: orderId,
        position,
        product_id: productId,
        description,
        quantity,
        unit_price: unitPrice,
      })),
    );
    const stored = await execute<{ id: string }>(tx, INSERT_ORDERS, [
      JSON.stringify(rows),
      JSON.stringify(lines),
    ]);
    return new Set(stored.map(({ id }) => id));
  }

  async lockStatus(tx: SqlTransaction, orderId: string): Promise<OrderStatus | undefined> {
    const [row] = await execute<{ status: OrderStatus }>(tx, LOCK_ORDER_STATUS, [orderId]);
    return row?.status;
  }

  async lock(tx: SqlTransaction, orderId: string): Promise<StoredOrder | undefined> {
    const [order] = await execute<StoredOrder>(tx, LOCK_ORDER, [orderId]);
    return order;
  }

  async settle(tx: SqlTransaction, orderId: string, settlement: Settlement, at: Date): Promise<void> {
    if (settlement.status === 'confirmed') {
      await execute(tx, CONFIRM_ORDER, [orderId, at]);
    } else {
      await execute(tx, REJECT_ORDER, [orderId, at, settlement.reason, settlement.detail]);
    }
  }

  async cancel(tx: SqlTransaction, orderId: string, at: Date): Promise<void> {
    await execute(tx, CANCEL_ORDER, [orderId, at]);
  }
}
