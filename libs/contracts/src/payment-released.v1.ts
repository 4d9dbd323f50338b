import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { examplePayment, PaymentFacts } from './payment-facts.js';

/** The authorised amount is no longer held, because its order was cancelled first. */
export const PaymentReleased = defineEvent({
  type: 'payment.released',
  version: 1,
  owner: 'payment',
  since: '2026-11-28',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: PaymentFacts.extend({ releasedAt: z.iso.datetime() }),
  example: { ...examplePayment, releasedAt: '2026-11-28T10:00:40.000Z' },
});
