import { Cron } from 'croner';
import type { DueTimes } from './due-times.js';

/** Five fields, or a name such as `@daily`. A `?` would stand for the time at which the process started. */
const FIVE_FIELDS = /^(?:[^\s?]+\s+){4}[^\s?]+$|^@[a-z]+$/i;

/**
 * Due at the times of a cron expression in a time zone. Where the clocks go forward, a time of day that does not exist is
 * due right after the gap; where they go back, one that exists twice is due the first time only (times of a list or a step:
 * skipped and due twice).
 *
 * @throws TypeError the expression is no such, never due, or the time zone is unknown
 */
export function cronTimes(expression: string, timeZone: string): DueTimes {
  const cron = parse(expression, timeZone);
  return {
    next: (after) => cron.nextRun(new Date(after))?.getTime(),
    // In whole seconds, and without the one that it is given.
    latest: (now) => cron.previousRuns(1, new Date((Math.floor(now / 1000) + 1) * 1000))[0]?.getTime(),
  };
}

function parse(expression: string, timeZone: string): Cron {
  try {
    Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw new TypeError(
      `"timeZone" is ${JSON.stringify(timeZone)}, and must be a name of the IANA database, such as "Europe/Berlin"`,
    );
  }
  const refused = (reason: string, cause?: unknown) =>
    new TypeError(
      `"cron" is ${JSON.stringify(expression)}, ${reason}: write minute, hour, day of month, month and day of week, ` +
        'such as "0 3 * * *" or "*/15 8-18 * * MON-FRI"; for seconds use "every"',
      { cause },
    );
  if (!FIVE_FIELDS.test(expression.trim())) throw refused('which is not five fields without "?"');
  let cron: Cron;
  try {
    cron = new Cron(expression.trim(), { mode: '5-part', timezone: timeZone });
  } catch (error) {
    throw refused(`which cannot be read (${(error as Error).message})`, error);
  }
  if (!cron.nextRun(new Date(0))) throw refused('which is never due');
  return cron;
}
