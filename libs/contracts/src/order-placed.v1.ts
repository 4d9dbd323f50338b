import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { exampleOrder } from './example-order.js';
import { OrderFacts } from './order-line.js';

/** An order was accepted, at checkout or by import. It is not settled yet: stock and payment follow. */
export const OrderPlaced = defineEvent({
  type: 'order.placed',
  version: 1,
  owner: 'order',
  since: '2026-11-22',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: OrderFacts.extend({
    /** The lane of this order and all its later events. */
    priority: z.enum(['express', 'standard']),
    /** How the order was placed. */
    source: z.enum(['checkout', 'import']),
  }),
  example: { ...exampleOrder, priority: 'standard', source: 'checkout' },
});
