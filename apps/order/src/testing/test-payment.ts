import { Injectable } from '@nestjs/common';
import { OrderPaymentRequested, PaymentAuthorised, PaymentDeclined } from '@waybill/contracts';
import {
  consumer,
  on,
  Outbox,
  type DataOf,
  type DeliveryContext,
  type EventMessage,
} from '@waybill/messaging';
import { defineService } from '@waybill/service';
import { pg } from '@waybill/service/postgres';

/** Stands in for the payment service: declines `declined-…`, stays undecided about `undecided-…`, authorises the others. */
@Injectable()
class DecideAtOnce {
  constructor(private readonly outbox: Outbox) {}

  async handle(
    { data: { requestedAt: at, ...payment }, lane }: EventMessage<DataOf<typeof OrderPaymentRequested>>,
    { tx }: DeliveryContext,
  ): Promise<void> {
    if (payment.customerId.startsWith('undecided-')) return;
    if (payment.customerId.startsWith('declined-')) {
      await this.outbox.publish(
        tx,
        PaymentDeclined,
        { ...payment, detail: 'declined', declinedAt: at },
        { lane },
      );
    } else {
      await this.outbox.publish(tx, PaymentAuthorised, { ...payment, authorisedAt: at }, { lane });
    }
  }
}

export const testPayment = defineService({
  name: 'payment',
  description: 'Stands in for the payment service.',
  database: pg(),
  subscriptions: [
    consumer('payment-processing', { startFrom: 'beginning', ordering: 'none' }, [
      on(OrderPaymentRequested, DecideAtOnce),
    ]),
  ],
  publishes: [PaymentAuthorised, PaymentDeclined],
});
