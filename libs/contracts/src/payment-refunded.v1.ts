import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { examplePayment, PaymentFacts } from './payment-facts.js';

/** The captured amount is paid back, because its order was cancelled afterwards. */
export const PaymentRefunded = defineEvent({
  type: 'payment.refunded',
  version: 1,
  owner: 'payment',
  since: '2026-11-28',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: PaymentFacts.extend({ refundedAt: z.iso.datetime() }),
  example: { ...examplePayment, refundedAt: '2026-11-28T10:05:00.000Z' },
});
