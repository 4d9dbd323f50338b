import { describe, expect, it } from '@jest/globals';
import { cronTimes } from './cron.js';
import { owedRun, type DueTimes } from './due-times.js';
import { everyTimes } from './every.js';

const at = (time: string) => Date.parse(time);
const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());

/** All due times after `from` until `to`. */
function between(times: DueTimes, from: string, to: string): string[] {
  const found: string[] = [];
  for (let due = times.next(at(from)); due !== undefined && due <= at(to); due = times.next(due)) {
    found.push(iso(due)!);
  }
  return found;
}

describe('due times', () => {
  it('of a period are its multiples in UTC, whenever a process started', () => {
    const hourly = everyTimes('1h');
    expect(iso(hourly.next(at('2026-03-01T09:59:59.999Z')))).toBe('2026-03-01T10:00:00.000Z');
    expect(iso(hourly.next(at('2026-03-01T10:00:00Z')))).toBe('2026-03-01T11:00:00.000Z');
    expect(iso(hourly.latest(at('2026-03-01T10:00:00Z')))).toBe('2026-03-01T10:00:00.000Z');
    expect(iso(everyTimes('1d').next(at('2026-03-01T10:00:00Z')))).toBe('2026-03-02T00:00:00.000Z');
  });

  it.each(['0s', '500ms', '1.5h', '-1h', 'hourly', '367d', '1h ', ''])('refuse the period "%s"', (every) => {
    expect(() => everyTimes(every)).toThrow(/"every" is ".*", and must be a whole number/);
  });

  it('of a cron expression are in UTC, or in its time zone', () => {
    expect(iso(cronTimes('0 3 * * *', 'UTC').next(at('2026-07-01T03:00:00Z')))).toBe(
      '2026-07-02T03:00:00.000Z',
    );
    expect(iso(cronTimes('0 3 * * *', 'Europe/Berlin').next(at('2026-07-01T00:00:00Z')))).toBe(
      '2026-07-01T01:00:00.000Z',
    );
  });

  it('where the clocks go forward are due after the gap, and where they go back once', () => {
    const nightly = cronTimes('30 2 * * *', 'Europe/Berlin');
    expect(between(nightly, '2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    expect(between(nightly, '2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z')).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  it.each([
    ['30 2 * * *', 'Europe/Berlin'],
    ['*/20 1-3 * * *', 'Europe/Berlin'],
    ['0 0 1 * *', 'America/New_York'],
    ['0 12 * * MON-FRI', 'UTC'],
    ['@daily', 'Australia/Lord_Howe'],
  ])('of "%s" in %s are the same from either side, all year', (expression, timeZone) => {
    const times = cronTimes(expression, timeZone);
    const year = between(times, '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z');
    expect(year.length).toBeGreaterThan(10);
    for (const [i, due] of year.entries()) {
      expect(iso(times.latest(at(due)))).toBe(due);
      if (i > 0) expect(iso(times.latest(at(due) - 1))).toBe(year[i - 1]);
    }
  });

  it.each([
    ['0 25 * * *', /which cannot be read \(.*hour: 25\)/],
    ['0 3 * *', /which is not five fields/],
    ['0 0 3 * * *', /which is not five fields.*for seconds use "every"/],
    ['? 3 * * *', /which is not five fields without "\?"/],
    ['0 0 30 2 *', /which is never due/],
    ['2026-01-01T00:00:00', /which is not five fields/],
    ['@often', /which cannot be read/],
  ])('refuse the expression "%s"', (expression, reason) => {
    expect(() => cronTimes(expression, 'UTC')).toThrow(TypeError);
    expect(() => cronTimes(expression, 'UTC')).toThrow(reason);
  });

  it('refuse an unknown time zone', () => {
    expect(() => cronTimes('0 3 * * *', 'Europe/Nowhere')).toThrow(
      /"timeZone" is "Europe\/Nowhere", and must be/,
    );
  });
});

describe('the owed run', () => {
  const hourly = everyTimes('1h');
  const owed = (catchUp: 'latest' | 'all', completedUntil: string, now: string) => {
    const run = owedRun(hourly, catchUp, at(completedUntil), at(now));
    return run && { due: iso(run.due), missed: run.missed };
  };

  it('is none before the due time, and the due time itself from then on', () => {
    expect(owed('latest', '2026-03-01T10:00:00Z', '2026-03-01T10:59:59.999Z')).toBeUndefined();
    expect(owed('latest', '2026-03-01T10:00:00Z', '2026-03-01T11:00:00Z')).toEqual({
      due: '2026-03-01T11:00:00.000Z',
      missed: 0,
    });
  });

  it('is none where the clock went back behind what is completed', () => {
    expect(owed('latest', '2026-03-01T11:00:00Z', '2026-03-01T10:30:00Z')).toBeUndefined();
  });

  it('after missed times is the latest of them, or each in order', () => {
    expect(owed('latest', '2026-03-01T10:00:00Z', '2026-03-01T14:30:00Z')).toEqual({
      due: '2026-03-01T14:00:00.000Z',
      missed: 3,
    });
    expect(owed('all', '2026-03-01T10:00:00Z', '2026-03-01T14:30:00Z')).toEqual({
      due: '2026-03-01T11:00:00.000Z',
      missed: 0,
    });
  });

  it('counts no more than a thousand missed times', () => {
    expect(owed('latest', '2020-01-01T00:00:00Z', '2026-03-01T14:30:00Z')).toEqual({
      due: '2026-03-01T14:00:00.000Z',
      missed: 1_000,
    });
  });
});
