import { z } from 'zod';

/** What every behaviour event carries. */
export const ShopperAction = z.object({
  sessionId: z.string().min(1).max(128),
  /** Absent while the shopper is not known. */
  customerId: z.string().min(1).max(255).optional(),
  occurredAt: z.iso.datetime(),
});
