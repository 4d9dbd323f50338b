import { Injectable } from '@nestjs/common';
import { OrderCancelled } from '@waybill/contracts';
import { Outbox, TransactionRunner } from '@waybill/messaging';
import { canBecome } from '../domain/order-status.js';
import type { CancellationReason } from '../domain/settle-order.js';
import { OrderNotCancellable, OrderNotFound } from '../errors.js';
import { Orders, type StoredOrder } from '../persistence/orders.js';
import { Stock } from '../persistence/stock.js';
import type { Tx } from '../persistence/transaction.js';
import { factsOf } from './order-facts.js';

/** Cancels an order and returns its stock. The payment service hears of it, and returns the money. */
@Injectable()
export class CancelOrder {
  constructor(
    private readonly transactions: TransactionRunner<Tx>,
    private readonly orders: Orders,
    private readonly stock: Stock,
    private readonly outbox: Outbox,
  ) {}

  /**
   * For the customer.
   *
   * @param customerId the only one whose orders the caller may cancel; undefined: everyone's
   * @throws OrderNotFound, OrderNotCancellable
   */
  async execute(orderId: string, customerId?: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const order = await this.orders.lock(tx, orderId);
      if (!order || (customerId ?? order.customerId) !== order.customerId) throw new OrderNotFound();
      if (!canBecome(order.status, 'cancelled')) throw new OrderNotCancellable(order.status);
      await this.cancel(tx, order);
    });
  }

  /** @param order locked, and placed or confirmed */
  async cancel(tx: Tx, order: StoredOrder, reason?: CancellationReason): Promise<void> {
    const now = new Date();
    const previousStatus = order.status === 'confirmed' ? 'confirmed' : 'placed';
    await this.stock.release(tx, order.orderId);
    await this.orders.cancel(tx, order.orderId, now, reason);
    const event = {
      ...factsOf(order),
      previousStatus,
      cancelledAt: now.toISOString(),
      ...(reason && { reason }),
    } as const;
    await this.outbox.publish(tx, OrderCancelled, event, { lane: order.priority });
  }
}
