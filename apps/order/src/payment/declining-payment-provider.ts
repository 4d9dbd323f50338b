import type { FactoryProvider } from '@nestjs/common';
import { FaultSwitches } from '@waybill/messaging';
import {
  PaymentProvider,
  type PaymentOutcome,
  type PaymentRequest,
} from '../application/payment-provider.js';
import { SimulatedPaymentProvider } from './simulated-payment-provider.js';

/** Declines every payment while its fault is on; otherwise the wrapped provider decides. */
export class DecliningPaymentProvider extends PaymentProvider {
  readonly #fault;

  constructor(
    private readonly provider: PaymentProvider,
    faults: FaultSwitches,
  ) {
    super();
    this.#fault = faults.declare({
      name: 'payment-declines',
      title: 'Payment declines',
      description: 'The simulated payment provider declines every payment: orders are rejected.',
      kind: 'toggle',
      max: 1,
    });
  }

  async authorise(request: PaymentRequest, signal: AbortSignal): Promise<PaymentOutcome> {
    if (this.#fault.value > 0) return { approved: false, reason: 'the payment provider declines everything' };
    return this.provider.authorise(request, signal);
  }

  release(orderId: string, signal: AbortSignal): Promise<void> {
    return this.provider.release(orderId, signal);
  }
}

/** Listed after `simulatedPayments`, it takes the place of their provider and uses it. */
export const decliningPayments: FactoryProvider<PaymentProvider> = {
  provide: PaymentProvider,
  inject: [SimulatedPaymentProvider, FaultSwitches],
  useFactory: (simulated: SimulatedPaymentProvider, faults: FaultSwitches) =>
    new DecliningPaymentProvider(simulated, faults),
};
