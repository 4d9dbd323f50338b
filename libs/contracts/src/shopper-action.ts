import { z } from 'zod';

/** The data common to all behaviour events. */
export const ShopperAction = z.object({
  sessionId: z.string().min(1).max(128),
  /** Absent if the shopper is unknown. */
  customerId: z.string().min(1).max(255).optional(),
  occurredAt: z.iso.datetime(),
});

/** The common part of every behaviour event's example. */
export const exampleAction: z.input<typeof ShopperAction> = {
  sessionId: 'session-7f3a',
  customerId: 'ada',
  occurredAt: '2026-11-22T09:14:30.000Z',
};
