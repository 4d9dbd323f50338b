import { Injectable } from '@nestjs/common';
import { PaymentCaptured, type OrderConfirmed } from '@waybill/contracts';
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
 * Takes the authorised amount. If the order's cancellation was handled first, the amount is released already. An order
 * without a payment was confirmed before this service existed: its authorisation is always handled before.
 */
@Injectable()
export class CapturePaymentWhenOrderConfirmed implements EventHandler<typeof OrderConfirmed> {
  constructor(
    private readonly payments: Payments,
    private readonly provider: PaymentProvider,
    private readonly outbox: Outbox,
  ) {}

  async handle(
    { data, lane }: EventMessage<DataOf<typeof OrderConfirmed>>,
    { tx, signal }: DeliveryContext,
  ): Promise<void> {
    if ((await this.payments.lockStatus(tx, data.orderId)) !== 'authorised') return;
    await this.provider.capture(data.orderId, signal);
    const at = await this.payments.move(tx, data.orderId, 'captured');
    await this.outbox.publish(tx, PaymentCaptured, { ...paymentOf(data), capturedAt: at }, { lane });
  }
}
