import { z } from 'zod';
import { Instant } from './instant.js';

const action = {
  eventId: z
    .string()
    .regex(/^[A-Za-z0-9._:-]{1,128}$/, 'must be 1 to 128 letters, digits, ".", "_", ":" or "-"')
    .optional()
    .describe(
      'Chosen by the caller, unique among all events; an event that is repeated with its id counts once',
    ),
  sessionId: z.string().min(1).max(128).describe('One visit of one shopper'),
  customerId: z.string().min(1).max(255).optional().describe('If the shopper is known'),
  occurredAt: Instant.transform((instant) => new Date(instant).toISOString())
    .optional()
    .describe('When it happened. Default: the time of collection'),
};
const productId = z.string().min(1).max(64);

export const BehaviorRequest = z.strictObject({
  events: z
    .array(
      z.discriminatedUnion(
        'type',
        [
          z.strictObject({ type: z.literal('product-viewed'), ...action, productId }),
          z.strictObject({
            type: z.literal('product-searched'),
            ...action,
            query: z.string().min(1).max(255),
          }),
          z.strictObject({
            type: z.literal('cart-updated'),
            ...action,
            productId,
            quantity: z.int().min(0).max(1_000_000).describe('Units now in the cart; 0 if removed'),
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
    .min(1, 'must have at least one event')
    .max(500, 'must have at most 500 events'),
});
export type BehaviorRequest = z.output<typeof BehaviorRequest>;
