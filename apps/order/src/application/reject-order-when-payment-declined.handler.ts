import { Injectable } from '@nestjs/common';
import { OrderRejected, type PaymentDeclined } from '@waybill/contracts';
import {
  DeadLetterNow,
  Outbox,
  type DataOf,
  type DeliveryContext,
  type EventHandler,
  type EventMessage,
} from '@waybill/messaging';
import { paymentDeclined } from '../domain/settle-order.js';
import { Orders } from '../persistence/orders.js';
import { Stock } from '../persistence/stock.js';
import type { Tx } from '../persistence/transaction.js';
import { factsOf } from './order-facts.js';

/** Rejects an order that still waits, and returns its stock. */
@Injectable()
export class RejectOrderWhenPaymentDeclined implements EventHandler<typeof PaymentDeclined> {
  constructor(
    private readonly orders: Orders,
    private readonly stock: Stock,
    private readonly outbox: Outbox,
  ) {}

  async handle(
    { data, lane }: EventMessage<DataOf<typeof PaymentDeclined>>,
    { tx }: DeliveryContext<Tx>,
  ): Promise<void> {
    const order = await this.orders.lock(tx, data.orderId);
    if (!order) throw new DeadLetterNow(`order ${data.orderId} is not in this database`);
    if (order.status !== 'placed') return;
    const now = new Date();
    const rejection = paymentDeclined(data.detail);
    const { reason, detail } = rejection;
    await this.stock.release(tx, order.orderId);
    await this.orders.settle(tx, order.orderId, rejection, now);
    const event = { ...factsOf(order), reason, detail, rejectedAt: now.toISOString() };
    await this.outbox.publish(tx, OrderRejected, event, { lane });
  }
}
