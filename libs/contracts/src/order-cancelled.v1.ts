import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { OrderFacts } from './order-line.js';

/** A customer cancelled; stock is returned. */
export const OrderCancelled = defineEvent({
  type: 'order.cancelled',
  version: 1,
  owner: 'order',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: OrderFacts.extend({
    /** True where the order had been confirmed, so that projections of confirmed orders subtract it. */
    wasConfirmed: z.boolean(),
    cancelledAt: z.iso.datetime(),
  }),
});
