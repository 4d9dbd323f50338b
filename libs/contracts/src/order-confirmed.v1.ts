import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { exampleOrder } from './example-order.js';
import { OrderFacts } from './order-line.js';

/** Stock is reserved and payment authorised: the payment is captured. */
export const OrderConfirmed = defineEvent({
  type: 'order.confirmed',
  version: 1,
  owner: 'order',
  since: '2026-11-22',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: OrderFacts.extend({ confirmedAt: z.iso.datetime() }),
  example: { ...exampleOrder, confirmedAt: '2026-11-22T09:15:01.000Z' },
});
