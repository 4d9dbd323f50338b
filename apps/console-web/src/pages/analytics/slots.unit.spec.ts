import { describe, expect, it } from '@jest/globals';
import { fullLabel, shortLabel, slotsOf, spansYears } from './slots.ts';

const bucket = (start: string) => ({ start, orders: 1, units: 2, revenue: '3.5' });

describe('the slots of the time axis', () => {
  it('include the empty buckets that the response leaves out', () => {
    const slots = slotsOf([bucket('2010-12-03T00:00:00.000Z'), bucket('2010-12-05T00:00:00.000Z')], 'day');
    expect(slots.map((slot) => shortLabel(slot, 'day'))).toEqual(['3 Dec', '4 Dec', '5 Dec']);
    expect(slots[1]).toMatchObject({ sales: { orders: 0, revenue: '0' } });
  });

  it('count months by the calendar', () => {
    const slots = slotsOf([bucket('2010-12-01T00:00:00.000Z'), bucket('2011-03-01T00:00:00.000Z')], 'month');
    expect(slots.map((slot) => shortLabel(slot, 'month'))).toEqual([
      'Dec 2010',
      'Jan 2011',
      'Feb 2011',
      'Mar 2011',
    ]);
  });

  it('draw years without sales as one break', () => {
    const slots = slotsOf([bucket('2010-12-03T00:00:00.000Z'), bucket('2026-11-22T00:00:00.000Z')], 'day');
    expect(slots.map((slot) => shortLabel(slot, 'day'))).toEqual(['3 Dec', '⋯', '22 Nov']);
  });

  it('name the year of each day if there are several years', () => {
    const slots = slotsOf([bucket('2010-12-03T00:00:00.000Z'), bucket('2026-11-22T00:00:00.000Z')], 'day');
    expect(slots.map((slot) => shortLabel(slot, 'day', spansYears(slots)))).toEqual([
      '3 Dec 2010',
      '⋯',
      '22 Nov 2026',
    ]);
    expect(spansYears(slots.slice(0, 2))).toBe(false);
  });

  it('name hours by the clock and midnight by the day, in UTC', () => {
    const slots = slotsOf([bucket('2010-12-03T23:00:00.000Z'), bucket('2010-12-04T00:00:00.000Z')], 'hour');
    expect(slots.map((slot) => shortLabel(slot, 'hour'))).toEqual(['23:00', '4 Dec']);
    expect(fullLabel(new Date('2010-12-03T23:00:00.000Z'), 'hour')).toBe('Fri, 3 Dec 2010, 23:00 UTC');
  });
});
