import { textError, wholeNumber } from '@waybill/service';
import { z } from 'zod';

/** Text that Postgres can store. */
export function storableText(maxLength: number): z.ZodString {
  return z
    .string()
    .max(maxLength)
    .check(({ value, issues }) => {
      const message = textError(value);
      if (message !== undefined) issues.push({ code: 'custom', message, input: value });
    });
}

export const CustomerId = storableText(255).min(1).meta({ description: "The shop's id of the customer" });
export const ProductId = storableText(64).min(1);
export const Quantity = z.int().min(1).max(1_000_000);

export const Limit = wholeNumber(1, 100).default(20);
