import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { examplePayment, PaymentFacts } from './payment-facts.js';

/** The payment provider has not decided yet. Published with a delay: when it is due, the provider is asked again. */
export const PaymentUndecided = defineEvent({
  type: 'payment.undecided',
  version: 1,
  owner: 'payment',
  since: '2026-11-28',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: PaymentFacts.extend({
    requestedAt: z.iso.datetime(),
    /** How often the provider was asked. */
    asked: z.int().min(1),
  }),
  example: { ...examplePayment, requestedAt: '2026-11-28T10:00:00.000Z', asked: 1 },
});
