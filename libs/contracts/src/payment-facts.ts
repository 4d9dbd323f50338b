import { z } from 'zod';

/** The data common to all payment events. An order has one payment. */
export const PaymentFacts = z.object({
  orderId: z.uuid(),
  customerId: z.string().min(1).max(255),
  /** Exact decimal, the total of the order. */
  amount: z.string(),
  currency: z.string().length(3),
});
export type PaymentFacts = z.infer<typeof PaymentFacts>;

/** The common part of every payment event's example. */
export const examplePayment: PaymentFacts = {
  orderId: '019abc12-3456-7abc-8def-0123456789ab',
  customerId: 'ada',
  amount: '37.90',
  currency: 'GBP',
};
