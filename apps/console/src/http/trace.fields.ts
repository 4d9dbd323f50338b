import { textFault } from '@waybill/service';
import { z } from 'zod';

/** In any case; spans have them in lower case. */
export const TraceId = z
  .string()
  .regex(/^[\da-fA-F]{32}$/, 'must be a trace id: 32 hexadecimal digits')
  .transform((id) => id.toLowerCase());

/** A text to compare with, of at most so many characters. */
export const Name = z
  .string()
  .min(1)
  .max(255)
  .check(({ value, issues }) => {
    const message = textFault(value);
    if (message !== undefined) issues.push({ code: 'custom', message, input: value });
  });
