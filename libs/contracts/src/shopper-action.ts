import { z } from 'zod';

/** What every behaviour event carries. */
export const ShopperAction = z.object({
  sessionId: z.string().min(1).max(128),
  /** Absent while the shopper is not known. */
  customerId: z.string().min(1).max(255).optional(),
  occurredAt: z.iso.datetime(),
});

/** What every behaviour event's example begins with. */
export const exampleAction: z.input<typeof ShopperAction> = {
  sessionId: 'session-7f3a',
  customerId: 'ada',
  occurredAt: '2026-11-22T09:14:30.000Z',
};
