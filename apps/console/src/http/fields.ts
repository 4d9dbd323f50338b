import { z } from 'zod';

/** In any case; spans have them in lower case. */
export const TraceId = z
  .string()
  .regex(/^[\da-fA-F]{32}$/, 'must be a trace id: 32 hexadecimal digits')
  .transform((id) => id.toLowerCase());

/** An id, or a name to compare with, where an address gives it once. */
export const Name = z
  .string({ error: ({ input }) => (input === undefined ? 'is missing' : 'must be given once') })
  .min(1, 'must not be empty')
  .max(255, 'must be 255 characters at the most');

/** What the broker takes for a stream's; it does not answer at all where it is asked for another. */
export const StreamName = Name.regex(
  /^[^\s.*>/\\]+$/,
  'must be the name of a stream: no space, . * > / or \\',
);

/** A whole number as an address has it. Left to itself, zod would take no text at all for 0. */
export function wholeNumber(least: number, most: number) {
  const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
  const fault = `must be a whole number ${range}`;
  return z
    .string(fault)
    .trim()
    .min(1, fault)
    .pipe(z.coerce.number(fault))
    .refine((value) => Number.isSafeInteger(value) && value >= least && value <= most, fault);
}
