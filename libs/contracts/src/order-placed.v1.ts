import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { exampleOrder } from './example-order.js';
import { OrderFacts } from './order-line.js';

/** An order was accepted, at checkout or by import. Stock and payment are still to be settled. */
export const OrderPlaced = defineEvent({
  type: 'order.placed',
  version: 1,
  owner: 'order',
  since: '2026-11-22',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: OrderFacts.extend({
    /** The lane that this order and all its later events travel in. */
    priority: z.enum(['express', 'standard']),
    /** Where it came from. */
    source: z.enum(['checkout', 'import']),
  }),
  example: { ...exampleOrder, priority: 'standard', source: 'checkout' },
});
