import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { exampleOrder } from './example-order.js';

/** An order has waited as long as it waits for its payment. Published with that delay when it begins to wait. */
export const OrderPaymentOverdue = defineEvent({
  type: 'order.payment-overdue',
  version: 1,
  owner: 'order',
  since: '2026-11-28',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: z.object({ orderId: z.uuid() }),
  example: { orderId: exampleOrder.orderId },
});
