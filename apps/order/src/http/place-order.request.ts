import { InvalidInput } from '@waybill/service';
import { z } from 'zod';
import { CustomerId, ProductId, Quantity, storableText } from './fields.js';

export const PlaceOrderRequest = z.strictObject({
  customerId: CustomerId,
  lines: z
    .array(z.strictObject({ productId: ProductId, quantity: Quantity }))
    .min(1)
    .max(1000),
  priority: z
    .enum(['standard', 'express'])
    .default('standard')
    .meta({ description: 'Express orders overtake a backlog of standard ones' }),
  recipient: z
    .strictObject({ name: storableText(200).min(1), email: z.email().max(254) })
    .optional()
    .meta({ description: 'Who the order is for: personal data, erased with the customer' }),
});
export type PlaceOrderRequest = z.infer<typeof PlaceOrderRequest>;

/** Visible ASCII, so that no proxy changes it. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** @throws InvalidInput the header is not a valid key */
export function idempotencyKeyOf(header: string | undefined): string | undefined {
  if (header === undefined || IDEMPOTENCY_KEY.test(header)) return header;
  throw new InvalidInput([
    { pointer: '/idempotency-key', message: 'must be 1 to 255 visible ASCII characters' },
  ]);
}
