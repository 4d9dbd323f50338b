import { defineEvent, personal } from '@waybill/messaging/contract';
import { z } from 'zod';
import { exampleOrder } from './example-order.js';

/**
 * The customer named who an order is for. Apart from `order.placed`, which stays readable to everybody: its name and
 * address are encrypted, until the customer is erased.
 */
export const OrderRecipientNamed = defineEvent({
  type: 'order.recipient-named',
  version: 1,
  owner: 'order',
  since: '2026-11-28',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  dataSubject: (data) => data.customerId,
  schema: z.object({
    orderId: z.uuid(),
    customerId: z.string(),
    name: personal(z.string()),
    email: personal(z.string()),
  }),
  example: {
    orderId: exampleOrder.orderId,
    customerId: exampleOrder.customerId,
    name: 'Ada Lovelace',
    email: 'ada@example.org',
  },
});
