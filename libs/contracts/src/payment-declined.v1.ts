import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { examplePayment, PaymentFacts } from './payment-facts.js';

/** The amount was not authorised, and never will be. */
export const PaymentDeclined = defineEvent({
  type: 'payment.declined',
  version: 1,
  owner: 'payment',
  since: '2026-11-28',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: PaymentFacts.extend({
    /** For people: the risk check's reason, or the payment provider's. */
    detail: z.string(),
    declinedAt: z.iso.datetime(),
  }),
  example: { ...examplePayment, detail: 'the card was declined', declinedAt: '2026-11-28T10:00:01.000Z' },
});
