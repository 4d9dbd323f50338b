import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { examplePayment, PaymentFacts } from './payment-facts.js';

/** The amount is held on the customer's account: it will be captured or released. */
export const PaymentAuthorised = defineEvent({
  type: 'payment.authorised',
  version: 1,
  owner: 'payment',
  since: '2026-11-28',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: PaymentFacts.extend({ authorisedAt: z.iso.datetime() }),
  example: { ...examplePayment, authorisedAt: '2026-11-28T10:00:01.000Z' },
});
