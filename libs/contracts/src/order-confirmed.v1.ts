import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { OrderFacts } from './order-line.js';

/** Stock is reserved and payment authorised. */
export const OrderConfirmed = defineEvent({
  type: 'order.confirmed',
  version: 1,
  owner: 'order',
  key: (data) => data.orderId,
  conversation: (data) => data.orderId,
  schema: OrderFacts.extend({ confirmedAt: z.iso.datetime() }),
});
