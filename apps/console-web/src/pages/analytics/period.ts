/** As in the address: a date or instant, `today`, or relative to now (`-24h`, `-7d`); empty is open. */
export interface Period {
  from: string;
  to: string;
}

export const BUCKETS = ['hour', 'day', 'month'] as const;
export type Bucket = (typeof BUCKETS)[number];

interface Preset extends Period {
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

/** How far the clocks of the browser and the services may differ. */
const CLOCKS_APART_MS = 60_000;

/**
 * The ends as instants; undefined if open, or if the address has something that is not a time. A relative period ends
 * now: orders that are dated in the future are not part of it.
 */
function resolvePeriod({ from, to }: Period, now: Date): { from?: Date; to?: Date } {
  const isRelative = from === 'today' || BACK.test(from);
  const openEnd = isRelative ? new Date(now.getTime() + CLOCKS_APART_MS) : undefined;
  return { from: instantOf(from, now), to: instantOf(to, now) ?? openEnd };
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

/** Consecutive months with sales: imported history and today are years apart, and each is offered as a period. */
export interface Era {
  /** The beginning of its first month, and of the month after its last. */
  from: Date;
  to: Date;
}

/** A gap of this many months separates two eras. */
const APART_MONTHS = 6;

/** @param months the beginning of each month with sales, oldest first */
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

/** The finest that keeps the bars wide enough to see; the time between two eras is not drawn. */
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
