import { Injectable } from '@nestjs/common';
import { OrderRejected, type PaymentDeclined } from '@waybill/contracts';
import {
  DeadLetterNow,
  Outbox,
  type DataOf,
  type EventMessage,
  type ProcessHandler,
} from '@waybill/messaging';
import type { SettlementState } from '../domain/order-settlement.js';
import { paymentDeclined } from '../domain/settle-order.js';
import { Orders } from '../persistence/orders.js';
import { Stock } from '../persistence/stock.js';
import { factsOf } from './order-facts.js';
import type { SettlementContext } from './settlement-context.js';

/** Rejects an order that still waits, and returns its stock. */
@Injectable()
export class RejectOrderWhenPaymentDeclined implements ProcessHandler<
  typeof PaymentDeclined,
  SettlementState
> {
  constructor(
    private readonly orders: Orders,
    private readonly stock: Stock,
    private readonly outbox: Outbox,
  ) {}

  async handle(
    { data, lane }: EventMessage<DataOf<typeof PaymentDeclined>>,
    { tx, process }: SettlementContext,
  ): Promise<void> {
    const order = await this.orders.lock(tx, data.orderId);
    if (!order) throw new DeadLetterNow(`order ${data.orderId} is not in this database`);
    process.state.payment = 'declined';
    if (order.status !== 'placed') return process.end(order.status);
    const now = new Date();
    const rejection = paymentDeclined(data.detail);
    const { reason, detail } = rejection;
    await this.stock.release(tx, order.orderId);
    await this.orders.reject(tx, order.orderId, rejection, now);
    const event = { ...factsOf(order), reason, detail, rejectedAt: now.toISOString() };
    await this.outbox.publish(tx, OrderRejected, event, { lane });
    process.end('rejected');
  }
}
