import { z } from 'zod';
import { Amount } from './money.js';

/** A line as ordered, with everything that a consumer needs, so that it does not have to call the order service. */
export const OrderLine = z.object({
  productId: z.string().min(1).max(64),
  description: z.string().max(255),
  quantity: z.int().min(1),
  /** Price of one unit, in the order's currency. */
  unitPrice: Amount,
});
export type OrderLine = z.infer<typeof OrderLine>;

/** The data common to all order events. */
export const OrderFacts = z.object({
  orderId: z.uuid(),
  customerId: z.string().min(1).max(255),
  currency: z.string().length(3),
  /** Sum of quantity × unit price over the lines, exact. */
  total: z.string(),
  lines: z.array(OrderLine).min(1).max(1000),
  /** When the customer placed it. This is event time: for an imported order it is in the past. */
  placedAt: z.iso.datetime(),
});
export type OrderFacts = z.infer<typeof OrderFacts>;
