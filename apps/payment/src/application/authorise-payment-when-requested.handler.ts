import { Injectable } from '@nestjs/common';
import type { OrderPaymentRequested } from '@waybill/contracts';
import type { DataOf, DeliveryContext, EventHandler, EventMessage } from '@waybill/messaging';
import { Payments } from '../persistence/payments.js';
import { DecidePayment } from './decide-payment.js';
import { PaymentProvider } from './payment-provider.js';
import { RiskCheck } from './risk-check.js';

/** Records the payment of an order, checks the risk, and asks the provider to authorise the amount. */
@Injectable()
export class AuthorisePaymentWhenRequested implements EventHandler<typeof OrderPaymentRequested> {
  constructor(
    private readonly payments: Payments,
    private readonly risk: RiskCheck,
    private readonly provider: PaymentProvider,
    private readonly payment: DecidePayment,
  ) {}

  async handle(
    { data, lane }: EventMessage<DataOf<typeof OrderPaymentRequested>>,
    { tx, signal }: DeliveryContext,
  ): Promise<void> {
    const { requestedAt, ...facts } = data;
    if (!(await this.payments.add(tx, facts, 'requested', new Date(requestedAt)))) {
      // The order was cancelled first. An attempt that was killed before may have been authorised: nothing is to stay held.
      const status = await this.payments.lockStatus(tx, data.orderId);
      if (status === 'cancelled') await this.provider.release(data.orderId, signal);
      return;
    }
    const objection = await this.risk.objectionTo(tx, facts);
    if (objection !== undefined) {
      await this.payment.decline(tx, facts, objection, lane);
      return;
    }
    await this.payment.decide(
      tx,
      { ...facts, requestedAt: new Date(requestedAt) },
      { asked: 1, lane, signal },
    );
  }
}
