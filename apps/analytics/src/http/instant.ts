import { z } from 'zod';

/** What both Postgres and ISO 8601's four-digit years can hold, whatever the offset. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

const inRange = (text: string): boolean => {
  const time = Date.parse(text);
  // What is no time at all has its own message already.
  return !(time < EARLIEST || time > LATEST);
};
const OUT_OF_RANGE = 'must lie between the years 0001 and 9999';

/** An ISO 8601 instant with its offset, at full precision. */
export const Instant = z.iso
  .datetime({
    offset: true,
    error: 'must be an ISO 8601 instant with its offset, such as "2010-12-01T08:26:00Z"',
  })
  .refine(inRange, OUT_OF_RANGE);

/** An instant, or a date, which stands for its midnight in UTC. */
export const InstantOrDate = z
  .union([z.iso.datetime({ offset: true }), z.iso.date().transform((date) => `${date}T00:00:00Z`)], {
    error:
      'must be an ISO 8601 instant with its offset, such as "2010-12-01T08:26:00Z" (write "+" as "%2B" in an address), or a date such as "2010-12-01"',
  })
  .refine(inRange, OUT_OF_RANGE);
