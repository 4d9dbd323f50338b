import { OrderPaymentOverdue, OrderPlaced, PaymentAuthorised, PaymentDeclined } from '@waybill/contracts';
import { consumer, on } from '@waybill/messaging';
import { CancelOrderWhenPaymentOverdue } from './application/cancel-order-when-payment-overdue.handler.js';
import { ConfirmOrderWhenPaymentAuthorised } from './application/confirm-order-when-payment-authorised.handler.js';
import { RejectOrderWhenPaymentDeclined } from './application/reject-order-when-payment-declined.handler.js';
import { ReserveStockWhenOrderPlaced } from './application/reserve-stock-when-order-placed.handler.js';

/** Everything that this service consumes. */
export const subscriptions = [
  // Needs no ordering: what an order waits for next is published by the step before, and the lock and status of its row
  // separate settling and cancelling.
  consumer('order-settlement', { startFrom: 'beginning', ordering: 'none' }, [
    on(OrderPlaced, ReserveStockWhenOrderPlaced),
    on(PaymentAuthorised, ConfirmOrderWhenPaymentAuthorised),
    on(PaymentDeclined, RejectOrderWhenPaymentDeclined),
    on(OrderPaymentOverdue, CancelOrderWhenPaymentOverdue),
  ]),
];
