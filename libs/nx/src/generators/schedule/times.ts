import { Cron } from 'croner';
import { Refusal } from '../refusal.ts';

export interface Times {
  /** `1h` */
  readonly every?: string;
  /** `0 3 * * *` */
  readonly cron?: string;
}

/**
 * When a schedule is due, as its declaration has it. What `schedule()` would refuse when the service starts is refused here.
 *
 * @throws Refusal neither is given, both are, or one is wrong
 */
export function timesText({ every, cron }: Times): string {
  if (every !== undefined && cron === undefined) return `{ every: '${requirePeriod(every)}' }`;
  if (cron !== undefined && every === undefined) return `{ cron: '${requireCron(cron.trim())}' }`;
  throw new Refusal(
    'every',
    'a schedule has either a period or a cron expression',
    'Write --every=1h, or --cron="0 3 * * *".',
  );
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
const MOST_DAYS = 366;

function requirePeriod(every: string): string {
  const [, count, unit = ''] = /^([1-9]\d*)([smhd])$/.exec(every) ?? [];
  const seconds = Number(count) * (UNIT_SECONDS[unit] ?? NaN);
  if (seconds <= MOST_DAYS * UNIT_SECONDS.d!) return every;
  throw new Refusal(
    'every',
    `"${every}" is not a period from 1s to ${MOST_DAYS}d`,
    'Write a number and s, m, h or d, as in 15m.',
  );
}

function requireCron(cron: string): string {
  if (isEverDue(cron)) return cron;
  throw new Refusal(
    'cron',
    `"${cron}" is not a cron expression that is ever due`,
    'Write five fields, as in "0 3 * * *" or "*/15 8-18 * * MON-FRI", or @daily.',
  );
}

function isEverDue(cron: string): boolean {
  // A "?" would stand for the time at which the process started.
  if (!/^(?:@[a-z]+|[^\s?]+(?:\s+[^\s?]+){4})$/i.test(cron)) return false;
  try {
    return new Cron(cron, { mode: '5-part', timezone: 'UTC' }).nextRun(new Date(0)) !== null;
  } catch {
    return false; // croner's constructor throws for each field that it cannot read
  }
}
