import { OrderCancelled, OrderConfirmed, OrderPaymentRequested, PaymentUndecided } from '@waybill/contracts';
import { consumer, on } from '@waybill/messaging';
import { AskAgainWhenPaymentUndecided } from './application/ask-again-when-payment-undecided.handler.js';
import { AuthorisePaymentWhenRequested } from './application/authorise-payment-when-requested.handler.js';
import { CapturePaymentWhenOrderConfirmed } from './application/capture-payment-when-order-confirmed.handler.js';
import { ReturnPaymentWhenOrderCancelled } from './application/return-payment-when-order-cancelled.handler.js';

/** Everything that this service consumes. */
export const subscriptions = [
  // Without ordering, a provider that is slow to respond delays its own order and no other. The lock and status of the
  // payment's row make the result independent of the order in which an order's events are handled.
  consumer('payment-processing', { startFrom: 'beginning', ordering: 'none' }, [
    on(OrderPaymentRequested, AuthorisePaymentWhenRequested),
    on(PaymentUndecided, AskAgainWhenPaymentUndecided),
    on(OrderConfirmed, CapturePaymentWhenOrderConfirmed),
    on(OrderCancelled, ReturnPaymentWhenOrderCancelled),
  ]),
];
