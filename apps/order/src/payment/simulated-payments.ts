import type { FactoryProvider } from '@nestjs/common';
import { FaultSwitches } from '@waybill/messaging';
import { PaymentProvider } from '../application/payment-provider.js';
import type { OrderConfig } from '../settings.js';
import { DecliningPaymentProvider } from './declining-payment-provider.js';
import { SimulatedPaymentProvider } from './simulated-payment-provider.js';

/** Provides a `PaymentProvider` that is simulated by the settings, with a fault that declines every payment. */
export function simulatedPayments(config: OrderConfig): FactoryProvider<PaymentProvider> {
  const simulated = new SimulatedPaymentProvider({
    declineOver: config.paymentDeclineOver,
    declineCustomers: config.paymentDeclineCustomers,
    delayMs: config.paymentDelayMs,
  });
  return {
    provide: PaymentProvider,
    inject: [FaultSwitches],
    useFactory: (faults: FaultSwitches) => new DecliningPaymentProvider(simulated, faults),
  };
}
