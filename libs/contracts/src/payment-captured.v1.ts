import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { examplePayment, PaymentFacts } from './payment-facts.js';

/** The authorised amount is taken, because its order is confirmed. */
export const PaymentCaptured = defineEvent({
  type: 'payment.captured',
  version: 1,
  owner: 'payment',
  since: '2026-11-28',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: PaymentFacts.extend({ capturedAt: z.iso.datetime() }),
  example: { ...examplePayment, capturedAt: '2026-11-28T10:00:02.000Z' },
});
