import { Injectable } from '@nestjs/common';
import { execute, type SqlTransaction } from '@waybill/messaging';
import { Orders, type ReferencedOrder, type StoredOrder } from '../application/orders.js';
import type { OrderStatus } from '../domain/order-status.js';
import type { PlacedOrder } from '../domain/order.js';
import type { Settlement } from '../domain/settle-order.js';
import { exactText } from './exact-decimal.js';
import { IMPORT_ORDERS } from './import-orders.sql.js';
import { LOCK_ORDER } from './lock-order.sql.js';
import { LINES, toLines } from './order-rows.js';
import { typed } from './prisma-transaction.js';

/** One order at a time through Prisma's typed API; the lock and the import, which takes hundreds at once, in SQL. */
@Injectable()
export class PrismaOrders extends Orders {
  async add(tx: SqlTransaction, { orderId, lines, ...order }: PlacedOrder): Promise<void> {
    await typed(tx).order.create({ data: { id: orderId, ...order }, select: { id: true } });
    // Not nested in `create`, which would read the order again afterwards.
    await typed(tx).orderLine.createMany({
      data: lines.map((line, position) => ({ orderId, position, ...line })),
    });
  }

  async addNew(tx: SqlTransaction, orders: readonly ReferencedOrder[]): Promise<ReadonlySet<string>> {
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
    const stored = await execute<{ id: string }>(tx, IMPORT_ORDERS, [
      JSON.stringify(rows),
      JSON.stringify(lines),
    ]);
    return new Set(stored.map(({ id }) => id));
  }

  async lockStatus(tx: SqlTransaction, orderId: string): Promise<OrderStatus | undefined> {
    const [row] = await execute<{ status: OrderStatus }>(tx, LOCK_ORDER, [orderId]);
    return row?.status;
  }

  async lock(tx: SqlTransaction, orderId: string): Promise<StoredOrder | undefined> {
    if (!(await this.lockStatus(tx, orderId))) return undefined;
    // A statement of its own, so it sees what the holder of the lock before us has committed.
    const { id, lines, total, ...order } = await typed(tx).order.findUniqueOrThrow({
      where: { id: orderId },
      select: {
        id: true,
        customerId: true,
        status: true,
        priority: true,
        currency: true,
        total: true,
        placedAt: true,
        lines: LINES,
      },
    });
    return { ...order, orderId: id, total: exactText(total), lines: toLines(lines) };
  }

  async settle(tx: SqlTransaction, orderId: string, settlement: Settlement, at: Date): Promise<void> {
    const data =
      settlement.status === 'confirmed'
        ? { status: settlement.status, confirmedAt: at }
        : {
            status: settlement.status,
            rejectedAt: at,
            reason: settlement.reason,
            reasonDetail: settlement.detail,
          };
    await typed(tx).order.update({ where: { id: orderId }, data, select: { id: true } });
  }

  async cancel(tx: SqlTransaction, orderId: string, at: Date): Promise<void> {
    const data = { status: 'cancelled', cancelledAt: at } as const;
    await typed(tx).order.update({ where: { id: orderId }, data, select: { id: true } });
  }
}
