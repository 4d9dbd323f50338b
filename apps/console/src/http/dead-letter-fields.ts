import { z } from 'zod';

export const GroupId = z.string().regex(/^[\da-f]{12}$/, 'must be the id of a group: 12 hexadecimal digits');

/** Who does it, in their own words: kept with the letter, unless the console knows the caller by name. */
export const ClaimedName = z
  .string('must be a name')
  .trim()
  .min(1, 'must not be empty')
  .max(100, 'must be at most 100 characters');

export const Reason = z
  .string('say why')
  .trim()
  .min(1, 'say why: the reason is kept with the dead letter')
  .max(500, 'must be at most 500 characters');

export const MOST_RATE = 500;

/** Letters a second. */
export const Rate = z
  .number(`must be a whole number from 1 to ${MOST_RATE}`)
  .int(`must be a whole number from 1 to ${MOST_RATE}`)
  .min(1, `must be a whole number from 1 to ${MOST_RATE}`)
  .max(MOST_RATE, `must be a whole number from 1 to ${MOST_RATE}`)
  .default(50);
