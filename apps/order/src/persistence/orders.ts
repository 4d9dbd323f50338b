import { Injectable } from '@nestjs/common';
import { execute } from '@waybill/messaging';
import type { OrderStatus } from '../domain/order-status.js';
import type { PlacedOrder } from '../domain/order.js';
import type { CancellationReason, Rejection } from '../domain/settle-order.js';
import { LOCK_ORDER, LOCK_WHOLE_ORDER } from './lock-order.sql.js';
import { CONFIRM_ORDER, REJECT_ORDER } from './settle-order.sql.js';
import type { Tx } from './transaction.js';

export interface StoredOrder extends PlacedOrder {
  readonly status: OrderStatus;
}

/** Stores orders, always in the caller's transaction. */
@Injectable()
export class Orders {
  /** Stores a new order with its lines. */
  async add(tx: Tx, { orderId, lines, ...order }: PlacedOrder): Promise<void> {
    await tx.order.create({ data: { id: orderId, ...order }, select: { id: true } });
    // Not nested in `create`, which would read the order again afterwards.
    await tx.orderLine.createMany({
      data: lines.map((line, position) => ({ orderId, position, ...line })),
    });
  }

  /** The status of an order. Its row stays locked until the transaction ends, so changes of one order are sequential. */
  async lockStatus(tx: Tx, orderId: string): Promise<OrderStatus | undefined> {
    const [row] = await execute<{ status: OrderStatus }>(tx, LOCK_ORDER, [orderId]);
    return row?.status;
  }

  /** The same with the whole order. */
  async lock(tx: Tx, orderId: string): Promise<StoredOrder | undefined> {
    const [order] = await execute<StoredOrder>(tx, LOCK_WHOLE_ORDER, [orderId]);
    return order;
  }

  /** Confirms an order that is still `placed`, and locks it; undefined, and no lock, if it is not. */
  async confirm(tx: Tx, orderId: string, at: Date): Promise<StoredOrder | undefined> {
    const [order] = await execute<StoredOrder>(tx, CONFIRM_ORDER, [orderId, at]);
    return order;
  }

  /** The caller holds the lock and has checked the status. */
  async reject(tx: Tx, orderId: string, { reason, detail }: Rejection, at: Date): Promise<void> {
    await execute(tx, REJECT_ORDER, [orderId, at, reason, detail]);
  }

  /** Whether a customer has ever placed an order. */
  async areThereOf(tx: Tx, customerId: string): Promise<boolean> {
    return (await tx.order.findFirst({ where: { customerId }, select: { id: true } })) !== null;
  }

  async cancel(tx: Tx, orderId: string, at: Date, reason?: CancellationReason): Promise<void> {
    const data = { status: 'cancelled', cancelledAt: at, reason } as const;
    await tx.order.update({ where: { id: orderId }, data, select: { id: true } });
  }
}
