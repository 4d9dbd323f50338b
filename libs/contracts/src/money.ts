import { z } from 'zod';

/** An exact decimal amount as a string: up to 12 digits before and 6 after the point, no exponent, no sign. */
export const Amount = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,6})?$/, 'must be a decimal such as "12.95", without sign or exponent');

/** ISO 4217. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'must be a three-letter ISO 4217 code such as "GBP"');

export const Money = z.strictObject({ amount: Amount, currency: Currency });
export type Money = z.infer<typeof Money>;

/** ISO 8601 in UTC, for example `2010-12-01T08:26:00.000Z`. */
export const Timestamp = z.iso.datetime();
