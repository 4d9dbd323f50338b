import type { OrderFacts, PaymentFacts } from '@waybill/contracts';

/** The payment of an order. */
export function paymentOf({ orderId, customerId, total, currency }: OrderFacts): PaymentFacts {
  return { orderId, customerId, amount: total, currency };
}
