import type { DueTimes } from './due-times.js';

/** A period, such as `'30s'`, `'15m'`, `'1h'` or `'1d'`. */
export type Every = `${number}${'s' | 'm' | 'h' | 'd'}`;

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const MOST_DAYS = 366;

/**
 * Due at the multiples of the period since 1970 in UTC: `1h` at every full hour, `1d` at midnight. So every replica has the
 * same due times, whenever it started.
 *
 * @throws TypeError it is no period from 1 s to 366 days
 */
export function everyTimes(every: string): DueTimes {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(every) ?? [];
  const period = Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
  if (!(period >= UNIT_MS.s && period <= MOST_DAYS * UNIT_MS.d)) {
    throw new TypeError(
      `"every" is ${JSON.stringify(every)}, and must be a whole number of s, m, h or d, from "1s" to "${MOST_DAYS}d"`,
    );
  }
  return {
    next: (after) => (Math.floor(after / period) + 1) * period,
    latest: (now) => Math.floor(now / period) * period,
  };
}
