import { defineEvent } from '@waybill/messaging/contract';
import { z } from 'zod';
import { exampleOrder } from './example-order.js';

/**
 * A customer was erased: whoever keeps something about them removes it, or what tells that it is theirs. Later events of the
 * same customer are not concerned. It may arrive before older ones.
 */
export const OrderCustomerErased = defineEvent({
  type: 'order.customer-erased',
  version: 1,
  owner: 'order',
  since: '2026-11-28',
  key: (data) => data.customerId,
  schema: z.object({ customerId: z.string(), erasedAt: z.iso.datetime() }),
  example: { customerId: exampleOrder.customerId, erasedAt: '2026-11-28T12:00:00.000Z' },
});
