import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { examplePayment, PaymentFacts } from './payment-facts.js';

/** The stock of an order is reserved, and its total is to be authorised. */
export const OrderPaymentRequested = defineEvent({
  type: 'order.payment-requested',
  version: 1,
  owner: 'order',
  since: '2026-11-28',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: PaymentFacts.extend({ requestedAt: z.iso.datetime() }),
  example: { ...examplePayment, requestedAt: '2026-11-28T10:00:00.000Z' },
});
