import { textError } from '@waybill/service';
import { z } from 'zod';

/** Text of at most so many characters that Postgres can store. */
export function storableText(longest: number): z.ZodString {
  return z
    .string()
    .max(longest)
    .check(({ value, issues }) => {
      const message = textError(value);
      if (message !== undefined) issues.push({ code: 'custom', message, input: value });
    });
}

/** Fields that more than one request has. */
export const CustomerId = storableText(255)
  .min(1)
  .meta({ description: 'Whatever the shop calls a customer' });
export const ProductId = storableText(64).min(1);
export const Quantity = z.int().min(1).max(1_000_000);

export const Limit = z.coerce.number().int().min(1).max(100).default(20);
