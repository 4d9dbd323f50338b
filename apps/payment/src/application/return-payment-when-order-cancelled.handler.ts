import { Injectable } from '@nestjs/common';
import { PaymentRefunded, PaymentReleased, type OrderCancelled } from '@waybill/contracts';
import {
  Outbox,
  type DataOf,
  type DeliveryContext,
  type EventHandler,
  type EventMessage,
} from '@waybill/messaging';
import { Payments } from '../persistence/payments.js';
import { paymentOf } from './payment-of.js';
import { PaymentProvider } from './payment-provider.js';

/**
 * Undoes what was done for a cancelled order: releases what is held, refunds what was captured. If nothing was authorised
 * yet, or the request has not even arrived, the payment is cancelled, and the request finds it so.
 */
@Injectable()
export class ReturnPaymentWhenOrderCancelled implements EventHandler<typeof OrderCancelled> {
  constructor(
    private readonly payments: Payments,
    private readonly provider: PaymentProvider,
    private readonly outbox: Outbox,
  ) {}

  async handle(
    { data, lane }: EventMessage<DataOf<typeof OrderCancelled>>,
    { tx, signal }: DeliveryContext,
  ): Promise<void> {
    const payment = paymentOf(data);
    const { orderId } = payment;
    if (await this.payments.add(tx, payment, 'cancelled', new Date(data.cancelledAt))) return;
    const status = await this.payments.lockStatus(tx, orderId);
    if (status === 'requested') {
      await this.payments.cancel(tx, orderId);
    } else if (status === 'authorised') {
      await this.provider.release(orderId, signal);
      const at = await this.payments.move(tx, orderId, 'released');
      await this.outbox.publish(tx, PaymentReleased, { ...payment, releasedAt: at }, { lane });
    } else if (status === 'captured') {
      await this.provider.refund(orderId, signal);
      const at = await this.payments.move(tx, orderId, 'refunded');
      await this.outbox.publish(tx, PaymentRefunded, { ...payment, refundedAt: at }, { lane });
    }
  }
}
