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
    process.state.payment = 'authorised';
    const now = new Date();
    const order = await this.orders.confirm(tx, data.orderId, now);
    if (!order) {
      const status = await this.orders.lockStatus(tx, data.orderId);
      if (!status) throw new DeadLetterNow(`order ${data.orderId} is not in this database`);
      return process.end(status);
    }
    const event = { ...factsOf(order), confirmedAt: now.toISOString() };
    await this.outbox.publish(tx, OrderConfirmed, event, { lane });
    process.end('confirmed');
  }
}
