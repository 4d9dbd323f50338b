import { defineEvent, type DataOf } from '@waybill/messaging/contract';
import { z } from 'zod';
import { exampleOrder } from './example-order.js';
import { OrderCancelledV1 } from './order-cancelled.v1.js';
import { OrderFacts } from './order-line.js';

/** The order will not be fulfilled: its stock and its payment are returned. */
export const OrderCancelled = defineEvent({
  type: 'order.cancelled',
  version: 2,
  owner: 'order',
  since: '2026-11-27',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: OrderFacts.extend({
    /** The status before: if it was `confirmed`, projections of confirmed orders subtract the order. */
    previousStatus: z.enum(['placed', 'confirmed']),
    /** Absent if the customer cancelled. */
    reason: z.enum(['payment-undecided']).optional(),
    cancelledAt: z.iso.datetime(),
  }),
  example: { ...exampleOrder, previousStatus: 'confirmed', cancelledAt: '2026-11-27T09:20:00.000Z' },
  previous: OrderCancelledV1,
  upcast: ({ wasConfirmed, ...facts }: DataOf<typeof OrderCancelledV1>) => ({
    ...facts,
    previousStatus: wasConfirmed ? ('confirmed' as const) : ('placed' as const),
  }),
});
