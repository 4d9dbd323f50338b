import {
  OrderCancelled,
  OrderPaymentOverdue,
  OrderPlaced,
  PaymentAuthorised,
  PaymentDeclined,
} from '@waybill/contracts';
import { consumer } from '@waybill/messaging';
import { CancelOrderWhenPaymentOverdue } from './application/cancel-order-when-payment-overdue.handler.js';
import { ConfirmOrderWhenPaymentAuthorised } from './application/confirm-order-when-payment-authorised.handler.js';
import { EndSettlementWhenOrderCancelled } from './application/end-settlement-when-order-cancelled.handler.js';
import { RejectOrderWhenPaymentDeclined } from './application/reject-order-when-payment-declined.handler.js';
import { ReserveStockWhenOrderPlaced } from './application/reserve-stock-when-order-placed.handler.js';
import { orderSettlement } from './settlement.process.js';

/**
 * Everything that this service consumes. Both consumers carry one process on, and need no ordering: an order waits for one
 * event at a time, and the rows of the process and of the order, both locked, tell what came before. There are two so that
 * orders whose payment is decided do not queue behind new ones.
 */
export const subscriptions = [
  consumer('order-settlement', { startFrom: 'beginning', ordering: 'none' }, [
    orderSettlement.startedBy(OrderPlaced, ReserveStockWhenOrderPlaced, {
      initial: () => ({ payment: 'none' }),
    }),
  ]),
  consumer('order-payment', { startFrom: 'beginning', ordering: 'none' }, [
    orderSettlement.on(PaymentAuthorised, ConfirmOrderWhenPaymentAuthorised),
    orderSettlement.on(PaymentDeclined, RejectOrderWhenPaymentDeclined),
    orderSettlement.onTimer(OrderPaymentOverdue, CancelOrderWhenPaymentOverdue),
    // If it comes before `order.placed` is handled, that step finds the order cancelled.
    orderSettlement.on(OrderCancelled, EndSettlementWhenOrderCancelled, { whenMissing: 'discard' }),
  ]),
];
