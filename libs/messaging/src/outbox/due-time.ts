import { toMs, type Duration } from '../duration.js';
import { InvalidMessage } from '../errors.js';
import { shown } from '../thrown.js';

/** When an event is published: at a time, or a while after its append. Either by the database's clock. */
export type DueTime = { readonly at: Date } | { readonly delayMs: number };

const DAY_MS = 24 * 60 * 60 * 1000;
/** What lies further ahead is more likely an error in units than a wish. */
const MOST_DAYS = 366;

/**
 * Undefined if neither option is set.
 *
 * @param event named in the error
 * @throws InvalidMessage both are set, or one is no time within the next 366 days
 */
export function dueTimeOf(
  event: string,
  { at, delay }: { at?: Date | undefined; delay?: Duration | undefined },
): DueTime | undefined {
  if (at === undefined && delay === undefined) return undefined;
  if (at !== undefined && delay !== undefined) {
    throw new InvalidMessage(`${event}: "at" and "delay" are both set: a due time is one or the other`);
  }
  if (delay !== undefined) return { delayMs: delayOf(event, delay) };
  if (!(at instanceof Date) || Number.isNaN(at.getTime())) {
    throw new InvalidMessage(`${event}: "at" is ${shown(at)}, and must be a valid Date`);
  }
  if (at.getTime() - Date.now() > MOST_DAYS * DAY_MS) {
    throw new InvalidMessage(`${event}: "at" is ${at.toISOString()}, and must be within ${MOST_DAYS} days`);
  }
  return { at };
}

function delayOf(event: string, delay: Duration): number {
  let ms = NaN;
  try {
    ms = toMs(delay);
  } catch {
    // No duration at all: said below, with what one looks like.
  }
  if (ms >= 0 && ms <= MOST_DAYS * DAY_MS) return ms;
  throw new InvalidMessage(
    `${event}: "delay" is ${shown(delay)}, and must be a duration of up to ${MOST_DAYS} days, as 200, "5s", "30m" or "7d"`,
  );
}
