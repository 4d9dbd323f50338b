import {
  OrderCancelled,
  OrderConfirmed,
  OrderCustomerErased,
  OrderPaymentRequested,
  OrderRecipientNamed,
  PaymentUndecided,
} from '@waybill/contracts';
import { consumer, on } from '@waybill/messaging';
import { AddressReceiptWhenRecipientNamed } from './application/address-receipt-when-recipient-named.handler.js';
import { AskAgainWhenPaymentUndecided } from './application/ask-again-when-payment-undecided.handler.js';
import { AuthorisePaymentWhenRequested } from './application/authorise-payment-when-requested.handler.js';
import { CapturePaymentWhenOrderConfirmed } from './application/capture-payment-when-order-confirmed.handler.js';
import { ForgetReceiptsWhenCustomerErased } from './application/forget-receipts-when-customer-erased.handler.js';
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
  // A consumer of its own: it waits while order does not give it the keys, and no payment has to wait with it.
  consumer('payment-receipts', { startFrom: 'beginning', ordering: 'none' }, [
    on(OrderRecipientNamed, AddressReceiptWhenRecipientNamed, { personal: true }),
    on(OrderCustomerErased, ForgetReceiptsWhenCustomerErased),
  ]),
];
