import { z } from 'zod';

/** The range of both Postgres and ISO 8601's four-digit years. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

const instant = (error: string) =>
  z.iso
    .datetime({ offset: true, error })
    // NaN: an invalid time already has its message.
    .refine(
      (text) => !(Date.parse(text) < EARLIEST || Date.parse(text) > LATEST),
      'must be between the years 0001 and 9999',
    );

/** An ISO 8601 instant with an offset; all its digits are kept. */
export const Instant = instant('must be an ISO 8601 instant with an offset, such as "2010-12-01T08:26:00Z"');

const INSTANT_OR_DATE_ERROR =
  'must be an ISO 8601 instant with an offset, such as "2010-12-01T08:26:00Z" (in a URL, write "+" as "%2B"), or a date such as "2010-12-01"';
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** An instant, or a date, which means its midnight in UTC. */
export const InstantOrDate = z
  .string(INSTANT_OR_DATE_ERROR)
  .transform((text) => (DATE.test(text) ? `${text}T00:00:00Z` : text))
  .pipe(instant(INSTANT_OR_DATE_ERROR));
