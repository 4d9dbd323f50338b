import type { BackoffLimits } from '../backoff.js';
import { toMs, type Duration } from '../duration.js';
import type { HandlerClass } from '../consumer/subscription.js';
import { shown } from '../thrown.js';
import { cronTimes } from './cron.js';
import type { CatchUp, DueTimes } from './due-times.js';
import { everyTimes, type Every } from './every.js';
import type { ScheduledTask } from './scheduled-task.js';

/** When a schedule is due, and how its task is run. */
export type ScheduleOptions = ScheduleTimes & {
  /**
   * What follows when due times have passed without a run, because no process ran or a run took longer than its period.
   * `latest` (default): one run for the latest of them, told how many were missed. `all`: one run for each, in order.
   */
  catchUp?: CatchUp;
  /**
   * How long a run may take, more than 0 and no longer than a day. Default 30 s. Then its signal is aborted, its transaction
   * rolled back, and the attempt has failed. Limits of the database's own transactions must be longer (Prisma's: 60 s).
   */
  timeout?: Duration;
  /** Delays after failed attempts, without limit of their number: the first, and the longest. Default 1 s and 5 min. */
  retry?: Partial<BackoffLimits>;
};

/** `every` a period, counted from midnight UTC of 1970-01-01, or by a `cron` expression in a `timeZone` (default UTC). */
export type ScheduleTimes =
  { every: Every; cron?: never; timeZone?: never } | { every?: never; cron: string; timeZone?: string };

/** A schedule of a service: what `schedule` gives. */
export interface ScheduleDefinition {
  readonly name: string;
  /** As it was declared, for people: `every 1h`, `cron 0 3 * * * (Europe/Berlin)`. */
  readonly plan: string;
  readonly times: DueTimes;
  readonly catchUp: CatchUp;
  readonly timeoutMs: number;
  readonly retry: BackoffLimits;
  readonly task: HandlerClass<ScheduledTask<never>>;
}

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const MAX_NAME = 64;
const DEFAULT_RETRY: BackoffLimits = { baseMs: 1_000, maxMs: 300_000 };
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Lets a task run by the clock, on one replica at a time:
 *
 *     schedule('expire-points', { every: '1h' }, ExpirePoints)
 *     schedule('monthly-statement', { cron: '0 3 1 * *', timeZone: 'Europe/Berlin' }, SendStatements)
 *
 * The name alone identifies it within the service's database; times, options and the task's class may change. A new name is
 * a new schedule, which owes nothing from before. Each due time takes effect once, in one transaction.
 *
 * @throws TypeError names the schedule, the option and the fix
 */
export function schedule(
  name: string,
  options: ScheduleOptions,
  task: HandlerClass<ScheduledTask<never>>,
): ScheduleDefinition {
  if (!NAME.test(name) || name.length > MAX_NAME) {
    throw new TypeError(
      `schedule ${shown(name)}: a name is at most ${MAX_NAME} characters in lower-case kebab tokens, as in "expire-points"`,
    );
  }
  try {
    return { name, ...timesOf(options), ...limitsOf(options), task };
  } catch (error) {
    throw new TypeError(`schedule ${name}: ${(error as Error).message}`, { cause: error });
  }
}

function timesOf({ every, cron, timeZone = 'UTC' }: ScheduleOptions): { plan: string; times: DueTimes } {
  if ((every === undefined) === (cron === undefined)) {
    throw new TypeError(
      'it has either "every", as in { every: "1h" }, or "cron", as in { cron: "0 3 * * *" }',
    );
  }
  return every === undefined
    ? { plan: `cron ${cron} (${timeZone})`, times: cronTimes(cron!, timeZone) }
    : { plan: `every ${every}`, times: everyTimes(every) };
}

function limitsOf({ catchUp = 'latest', timeout = '30s', retry }: ScheduleOptions) {
  if (catchUp !== 'latest' && catchUp !== 'all') {
    throw new TypeError(`"catchUp" is ${shown(catchUp)}, and must be "latest" or "all"`);
  }
  const timeoutMs = within('timeout', toMs(timeout), 1, DAY_MS);
  const { baseMs, maxMs } = { ...DEFAULT_RETRY, ...retry };
  within('retry.maxMs', maxMs, 1, DAY_MS);
  within('retry.baseMs', baseMs, 1, maxMs);
  return { catchUp, timeoutMs, retry: { baseMs, maxMs } } as const;
}

function within(option: string, ms: number, min: number, max: number): number {
  // NaN is neither.
  if (!(ms >= min && ms <= max))
    throw new TypeError(`"${option}" is ${ms} ms, and must be ${min} to ${max} ms`);
  return ms;
}
