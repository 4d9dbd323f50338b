import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { exampleOrder } from './example-order.js';
import { OrderFacts } from './order-line.js';

/** The order will not be fulfilled, for the given `reason`. */
export const OrderRejected = defineEvent({
  type: 'order.rejected',
  version: 1,
  owner: 'order',
  since: '2026-11-22',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: OrderFacts.extend({
    reason: z.enum(['out-of-stock', 'payment-declined']),
    /** For people: the product, or the payment provider's message. */
    detail: z.string(),
    rejectedAt: z.iso.datetime(),
  }),
  example: {
    ...exampleOrder,
    reason: 'out-of-stock',
    detail: 'apron-striped-linen: 2 wanted, 1 left',
    rejectedAt: '2026-11-22T09:15:01.000Z',
  },
});
