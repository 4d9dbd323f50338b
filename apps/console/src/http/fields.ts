import { z } from 'zod';

/** In upper or lower case; spans have them in lower case. */
export const TraceId = z
  .string()
  .regex(/^[\da-fA-F]{32}$/, 'must be a trace id: 32 hexadecimal digits')
  .transform((id) => id.toLowerCase());

/** An id or a name, given once. */
export const Name = z
  .string({ error: ({ input }) => (input === undefined ? 'is missing' : 'must be given once') })
  .min(1, 'must not be empty')
  .max(255, 'must be at most 255 characters');

/** The names that NATS allows for a stream; it does not reply to a request for another one. */
export const StreamName = Name.regex(
  /^[^\s.*>/\\]+$/,
  'must be the name of a stream: no space, . * > / or \\',
);

/** A whole number in an address. On its own, zod would read an empty text as 0. */
export function wholeNumber(least: number, most: number) {
  const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
  const error = `must be a whole number ${range}`;
  return z
    .string(error)
    .trim()
    .min(1, error)
    .pipe(z.coerce.number(error))
    .refine((value) => Number.isSafeInteger(value) && value >= least && value <= most, error);
}
