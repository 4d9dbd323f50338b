import { Injectable } from '@nestjs/common';
import { OrderCancelled } from '@waybill/contracts';
import { Outbox, TransactionRunner } from '@waybill/messaging';
import { canBecome } from '../domain/order-status.js';
import { OrderNotCancellable, OrderNotFound } from '../errors.js';
import { Orders } from '../persistence/orders.js';
import { Stock } from '../persistence/stock.js';
import type { Tx } from '../persistence/transaction.js';
import { factsOf } from './order-facts.js';

/** Cancels an order and returns its stock. An order that is cancelled before it is settled is never settled. */
@Injectable()
export class CancelOrder {
  constructor(
    private readonly transactions: TransactionRunner<Tx>,
    private readonly orders: Orders,
    private readonly stock: Stock,
    private readonly outbox: Outbox,
  ) {}

  /** @throws OrderNotFound, OrderNotCancellable */
  async execute(orderId: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      const order = await this.orders.lock(tx, orderId);
      if (!order) throw new OrderNotFound();
      if (!canBecome(order.status, 'cancelled')) throw new OrderNotCancellable(order.status);

      const now = new Date();
      const previousStatus = order.status === 'confirmed' ? 'confirmed' : 'placed';
      if (previousStatus === 'confirmed') await this.stock.release(tx, orderId);
      await this.orders.cancel(tx, orderId, now);
      await this.outbox.publish(
        tx,
        OrderCancelled,
        { ...factsOf(order), previousStatus, cancelledAt: now.toISOString() },
        { lane: order.priority },
      );
    });
  }
}
