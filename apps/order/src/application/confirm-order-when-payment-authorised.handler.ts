import { Injectable } from '@nestjs/common';
import { OrderConfirmed, type PaymentAuthorised } from '@waybill/contracts';
import {
  DeadLetterNow,
  Outbox,
  type DataOf,
  type DeliveryContext,
  type EventHandler,
  type EventMessage,
} from '@waybill/messaging';
import { Orders } from '../persistence/orders.js';
import type { Tx } from '../persistence/transaction.js';
import { factsOf } from './order-facts.js';

/** Confirms an order that still waits. If it was cancelled meanwhile, `order.cancelled` has the payment released. */
@Injectable()
export class ConfirmOrderWhenPaymentAuthorised implements EventHandler<typeof PaymentAuthorised> {
  constructor(
    private readonly orders: Orders,
    private readonly outbox: Outbox,
  ) {}

  async handle(
    { data, lane }: EventMessage<DataOf<typeof PaymentAuthorised>>,
    { tx }: DeliveryContext<Tx>,
  ): Promise<void> {
    const order = await this.orders.lock(tx, data.orderId);
    if (!order) throw new DeadLetterNow(`order ${data.orderId} is not in this database`);
    if (order.status !== 'placed') return;
    const now = new Date();
    await this.orders.settle(tx, order.orderId, { status: 'confirmed' }, now);
    const event = { ...factsOf(order), confirmedAt: now.toISOString() };
    await this.outbox.publish(tx, OrderConfirmed, event, { lane });
  }
}
