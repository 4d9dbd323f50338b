import type { Provider } from '@nestjs/common';
import { PaymentProvider } from '../application/payment-provider.js';
import type { PaymentConfig } from '../settings.js';
import { SimulatedPaymentProvider } from './simulated-payment-provider.js';

/** Provides a `PaymentProvider` that is simulated by the settings. */
export function simulatedPayments(config: PaymentConfig): Provider[] {
  const simulated = new SimulatedPaymentProvider({
    declineOver: config.paymentDeclineOver,
    declineCustomers: config.paymentDeclineCustomers,
    undecidedCustomers: config.paymentUndecidedCustomers,
    undecidedPercent: config.paymentUndecidedPercent,
    undecidedMs: config.paymentUndecidedMs,
    delayMs: config.paymentDelayMs,
  });
  return [
    { provide: SimulatedPaymentProvider, useValue: simulated },
    { provide: PaymentProvider, useExisting: SimulatedPaymentProvider },
  ];
}
