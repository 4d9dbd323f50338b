import { Injectable } from '@nestjs/common';
import type { PaymentUndecided } from '@waybill/contracts';
import {
  DeadLetterNow,
  type DataOf,
  type DeliveryContext,
  type EventHandler,
  type EventMessage,
} from '@waybill/messaging';
import { Payments } from '../persistence/payments.js';
import { DecidePayment } from './decide-payment.js';

/** Asks the provider again, also for a cancelled payment: what is authorised late has to be released. */
@Injectable()
export class AskAgainWhenPaymentUndecided implements EventHandler<typeof PaymentUndecided> {
  constructor(
    private readonly payments: Payments,
    private readonly payment: DecidePayment,
  ) {}

  async handle(
    { data, lane }: EventMessage<DataOf<typeof PaymentUndecided>>,
    { tx, signal }: DeliveryContext,
  ): Promise<void> {
    const { asked, requestedAt, ...facts } = data;
    const status = await this.payments.lockStatus(tx, data.orderId);
    if (!status) throw new DeadLetterNow(`the payment of order ${data.orderId} is not in this database`);
    if (status !== 'requested' && status !== 'cancelled') return;
    const request = { ...facts, requestedAt: new Date(requestedAt) };
    await this.payment.decide(tx, request, {
      asked: asked + 1,
      lane,
      signal,
      cancelled: status === 'cancelled',
    });
  }
}
