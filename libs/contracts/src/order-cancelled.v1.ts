import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { exampleOrder } from './example-order.js';
import { OrderFacts } from './order-line.js';

/** Published until version 2 came; read for as long as such a message may be somewhere. */
export const OrderCancelledV1 = defineEvent({
  type: 'order.cancelled',
  version: 1,
  owner: 'order',
  since: '2026-11-22',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: OrderFacts.extend({
    /** True where the order had been confirmed, so that projections of confirmed orders subtract it. */
    wasConfirmed: z.boolean(),
    cancelledAt: z.iso.datetime(),
  }),
  example: { ...exampleOrder, wasConfirmed: true, cancelledAt: '2026-11-22T09:20:00.000Z' },
});
