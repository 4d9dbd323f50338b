import type { FactoryProvider } from '@nestjs/common';
import { FaultSwitches } from '@waybill/messaging';
import {
  PaymentProvider,
  type AuthorisationRequest,
  type Decision,
} from '../application/payment-provider.js';
import { SimulatedPaymentProvider } from './simulated-payment-provider.js';

/** Declines every payment, or decides none, while that fault is on; otherwise the wrapped provider decides. */
export class FaultyPaymentProvider extends PaymentProvider {
  readonly #declines;
  readonly #undecided;

  constructor(
    private readonly provider: PaymentProvider,
    faults: FaultSwitches,
  ) {
    super();
    this.#declines = faults.declare({
      name: 'payment-declines',
      title: 'Payment declines',
      description: 'The simulated payment provider declines every payment: orders are rejected.',
      kind: 'toggle',
      max: 1,
    });
    this.#undecided = faults.declare({
      name: 'payment-undecided',
      title: 'Payment stays undecided',
      description:
        'The simulated payment provider decides no payment: orders wait for it, then they are cancelled.',
      kind: 'toggle',
      max: 1,
    });
  }

  async authorise(request: AuthorisationRequest, signal: AbortSignal): Promise<Decision> {
    if (this.#undecided.value > 0) return { outcome: 'undecided' };
    if (this.#declines.value > 0) {
      return { outcome: 'declined', detail: 'the payment provider declines everything' };
    }
    return this.provider.authorise(request, signal);
  }

  capture(orderId: string, signal: AbortSignal): Promise<void> {
    return this.provider.capture(orderId, signal);
  }

  release(orderId: string, signal: AbortSignal): Promise<void> {
    return this.provider.release(orderId, signal);
  }

  refund(orderId: string, signal: AbortSignal): Promise<void> {
    return this.provider.refund(orderId, signal);
  }
}

/** Listed after `simulatedPayments`, it takes the place of their provider and uses it. */
export const faultyPayments: FactoryProvider<PaymentProvider> = {
  provide: PaymentProvider,
  inject: [SimulatedPaymentProvider, FaultSwitches],
  useFactory: (simulated: SimulatedPaymentProvider, faults: FaultSwitches) =>
    new FaultyPaymentProvider(simulated, faults),
};
