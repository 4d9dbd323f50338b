import { z } from 'zod';
import { CustomerId, Limit } from './fields.js';

export const ListOrdersQuery = z.strictObject({
  customerId: CustomerId.optional(),
  status: z.enum(['placed', 'confirmed', 'rejected', 'cancelled']).optional(),
  limit: Limit,
  cursor: z.string().max(512).optional(),
});
export type ListOrdersQuery = z.infer<typeof ListOrdersQuery>;

export const OrderCursor = z
  .tuple([z.iso.datetime(), z.uuid()])
  .transform(([placedAt, orderId]) => ({ placedAt: new Date(placedAt), orderId }));
