import type { Sales } from '@waybill/console-api';
import { addMonths, DAY_MS, HOUR_MS, monthName, type Bucket } from './period.ts';

type SalesBucket = Sales['buckets'][number];

/** One place on the time axis: a bucket, or a long time without sales drawn as one narrow break. */
export type Slot = { start: Date; sales: SalesBucket } | { breakUntil: Date };

/** More empty buckets than this become a break. */
const LONGEST_EMPTY: Record<Bucket, number> = { hour: 72, day: 31, month: 6 };

/** The buckets of the response, and between them the empty ones that it leaves out. */
export function slotsOf(buckets: readonly SalesBucket[], size: Bucket): Slot[] {
  const slots: Slot[] = [];
  let expected: Date | undefined;
  for (const sales of buckets) {
    const start = new Date(sales.start);
    if (expected && expected < start) slots.push(...gap(expected, start, size));
    slots.push({ start, sales });
    expected = next(start, size);
  }
  return slots;
}

function gap(from: Date, to: Date, size: Bucket): Slot[] {
  const empty: Slot[] = [];
  for (let start = from; start < to; start = next(start, size)) {
    if (empty.length === LONGEST_EMPTY[size]) return [{ breakUntil: to }];
    empty.push({ start, sales: { start: start.toISOString(), orders: 0, units: 0, revenue: '0' } });
  }
  return empty;
}

function next(start: Date, size: Bucket): Date {
  if (size === 'month') return addMonths(start, 1);
  return new Date(start.getTime() + (size === 'day' ? DAY_MS : HOUR_MS));
}

/** A slot's label on the axis, in UTC like the buckets: `14:00`, `6 Dec`, `6 Dec 2010`, `Dec 2010`. */
export function shortLabel(slot: Slot, size: Bucket, withYear = false): string {
  if ('breakUntil' in slot) return '⋯';
  if (size === 'month') return monthName(slot.start);
  if (size === 'day' || slot.start.getUTCHours() === 0) return dayName(slot.start, withYear);
  return `${String(slot.start.getUTCHours()).padStart(2, '0')}:00`;
}

/** In full: `Mon 6 Dec 2010, 14:00 UTC`. */
export function fullLabel(start: Date, size: Bucket): string {
  if (size === 'month') return monthName(start);
  const day = start.toLocaleDateString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return size === 'day' ? day : `${day}, ${String(start.getUTCHours()).padStart(2, '0')}:00 UTC`;
}

function dayName(date: Date, withYear: boolean): string {
  return date.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: withYear ? 'numeric' : undefined,
    timeZone: 'UTC',
  });
}

/** Whether there are days of different years, so that a day's label needs its year. */
export function spansYears(slots: readonly Slot[]): boolean {
  return new Set(slots.flatMap((slot) => ('start' in slot ? [slot.start.getUTCFullYear()] : []))).size > 1;
}
