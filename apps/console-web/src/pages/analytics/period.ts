/** As the address has it: a date or instant, `today`, or a stretch back from now (`-24h`, `-7d`); empty is open. */
export interface Period {
  from: string;
  to: string;
}

export type Bucket = 'hour' | 'day' | 'month';

export interface Preset extends Period {
  title: string;
}

export const RECENT: readonly Preset[] = [
  { title: 'Last hour', from: '-1h', to: '' },
  { title: 'Today', from: 'today', to: '' },
  { title: '7 days', from: '-7d', to: '' },
  { title: '30 days', from: '-30d', to: '' },
];

export const ALL: Preset = { title: 'All', from: '', to: '' };

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** What the clocks of a browser and of the services may disagree by. */
const CLOCKS_APART_MS = 60_000;

/**
 * The ends as instants; undefined where open, or where the address holds what is no time. What begins so long ago ends
 * now: an order may be dated in the future, and is none of today's.
 */
export function resolvePeriod({ from, to }: Period, now: Date): { from?: Date; to?: Date } {
  const openEnd = isRelative(from) ? new Date(now.getTime() + CLOCKS_APART_MS) : undefined;
  return { from: instantOf(from, now), to: instantOf(to, now) ?? openEnd };
}

function isRelative(text: string): boolean {
  return text === 'today' || BACK.test(text);
}

const BACK = /^-(\d{1,5})([hd])$/;

function instantOf(text: string, now: Date): Date | undefined {
  if (text === 'today') return new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
  const back = BACK.exec(text);
  if (back) return new Date(now.getTime() - Number(back[1]) * (back[2] === 'h' ? HOUR_MS : DAY_MS));
  const instant = new Date(text);
  return text === '' || Number.isNaN(instant.getTime()) ? undefined : instant;
}

/** The query that the analytics service takes. */
export function periodQuery(period: Period, now: Date): URLSearchParams {
  const { from, to } = resolvePeriod(period, now);
  return new URLSearchParams({
    ...(from && { from: from.toISOString() }),
    ...(to && { to: to.toISOString() }),
  });
}

/** Months with sales that lie together: imported history and today are years apart, and each wants a view of its own. */
export interface Era {
  /** Where its first month begins, and where the one after its last does. */
  from: Date;
  to: Date;
}

/** Gaps of this many months part two eras. */
const APART_MONTHS = 6;

/** @param months where each month with sales begins, oldest first */
export function erasOf(months: readonly Date[]): Era[] {
  const eras: Era[] = [];
  for (const month of months) {
    const latest = eras.at(-1);
    if (latest && month < addMonths(latest.to, APART_MONTHS)) latest.to = addMonths(month, 1);
    else eras.push({ from: month, to: addMonths(month, 1) });
  }
  return eras;
}

export function eraPreset({ from, to }: Era): Preset {
  const first = monthName(from);
  const last = monthName(addMonths(to, -1));
  return {
    title: first === last ? first : `${first} – ${last}`,
    from: from.toISOString().slice(0, 10),
    to: to.toISOString().slice(0, 10),
  };
}

/** The finest that keeps the bars wide enough to see; stretches without any sale between two eras are not drawn. */
export function fittingBucket(period: Period, eras: readonly Era[], now: Date): Bucket {
  const { from, to } = resolvePeriod(period, now);
  const days = eras.reduce((sum, era) => {
    const begins = Math.max(era.from.getTime(), from?.getTime() ?? -Infinity);
    const ends = Math.min(era.to.getTime(), to?.getTime() ?? now.getTime(), now.getTime());
    return sum + Math.max(0, ends - begins) / DAY_MS;
  }, 0);
  if (days <= 3) return 'hour';
  return days <= 200 ? 'day' : 'month';
}

export function addMonths(date: Date, months: number): Date {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
}

export function monthName(date: Date): string {
  return date.toLocaleDateString('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });
}
