import { z } from 'zod';
import { Instant } from './instant.js';

const act = {
  eventId: z
    .string()
    .regex(/^[A-Za-z0-9._:-]{1,128}$/, 'must be 1 to 128 letters, digits, ".", "_", ":" or "-"')
    .optional()
    .describe(
      'Yours to choose, unique among all events; sent again under the same one, the event counts once',
    ),
  sessionId: z.string().min(1).max(128).describe('One visit of one shopper'),
  customerId: z.string().min(1).max(255).optional().describe('Once the shopper is known'),
  occurredAt: Instant.transform((instant) => new Date(instant).toISOString())
    .optional()
    .describe('When it happened; the time of collection if left out'),
};
const productId = z.string().min(1).max(64);

export const BehaviorRequest = z.strictObject({
  events: z
    .array(
      z.discriminatedUnion(
        'type',
        [
          z.strictObject({ type: z.literal('product-viewed'), ...act, productId }),
          z.strictObject({ type: z.literal('product-searched'), ...act, query: z.string().min(1).max(255) }),
          z.strictObject({
            type: z.literal('cart-updated'),
            ...act,
            productId,
            quantity: z.int().min(0).max(1_000_000).describe('What the cart now holds of it; 0 for removed'),
          }),
        ],
        {
          error: ({ code }) =>
            code === 'invalid_union'
              ? 'must be one of: product-viewed, product-searched, cart-updated'
              : undefined,
        },
      ),
    )
    .min(1, 'must hold at least one event')
    .max(500, 'must hold at most 500 events'),
});
export type BehaviorRequest = z.output<typeof BehaviorRequest>;
