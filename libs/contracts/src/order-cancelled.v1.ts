import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { exampleOrder } from './example-order.js';
import { OrderFacts } from './order-line.js';

/** No longer published since version 2; kept while messages of this version may exist. */
export const OrderCancelledV1 = defineEvent({
  type: 'order.cancelled',
  version: 1,
  owner: 'order',
  since: '2026-11-22',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: OrderFacts.extend({
    /** True if the order had been confirmed: projections of confirmed orders then subtract it. */
    wasConfirmed: z.boolean(),
    cancelledAt: z.iso.datetime(),
  }),
  example: { ...exampleOrder, wasConfirmed: true, cancelledAt: '2026-11-22T09:20:00.000Z' },
});
