import { Injectable } from '@nestjs/common';
import { OrderConfirmed, type PaymentAuthorised } from '@waybill/contracts';
import {
  DeadLetterNow,
  Outbox,
  type DataOf,
  type EventMessage,
  type ProcessHandler,
} from '@waybill/messaging';
import type { SettlementState } from '../domain/order-settlement.js';
import { Orders } from '../persistence/orders.js';
import { factsOf } from './order-facts.js';
import type { SettlementContext } from './settlement-context.js';

/** Confirms an order that still waits. If it was cancelled meanwhile, `order.cancelled` has the payment released. */
@Injectable()
export class ConfirmOrderWhenPaymentAuthorised implements ProcessHandler<
  typeof PaymentAuthorised,
  SettlementState
> {
  constructor(
    private readonly orders: Orders,
    private readonly outbox: Outbox,
  ) {}

  async handle(
    { data, lane }: EventMessage<DataOf<typeof PaymentAuthorised>>,
    { tx, process }: SettlementContext,
  ): Promise<void> {
    const order = await this.orders.lock(tx, data.orderId);
    if (!order) throw new DeadLetterNow(`order ${data.orderId} is not in this database`);
    process.state.payment = 'authorised';
    if (order.status !== 'placed') return process.end(order.status);
    const now = new Date();
    await this.orders.settle(tx, order.orderId, { status: 'confirmed' }, now);
    const event = { ...factsOf(order), confirmedAt: now.toISOString() };
    await this.outbox.publish(tx, OrderConfirmed, event, { lane });
    process.end('confirmed');
  }
}
