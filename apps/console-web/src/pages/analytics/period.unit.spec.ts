import { describe, expect, it } from '@jest/globals';
import { eraPreset, erasOf, fittingBucket, periodQuery } from './period.ts';

const now = new Date('2026-11-22T18:30:00Z');
const month = (text: string) => new Date(`${text}-01T00:00:00Z`);
const history = ['2010-12', '2011-01', '2011-03', '2011-05'].map(month);

describe('a period', () => {
  const asked = (from: string, to = '') => Object.fromEntries(periodQuery({ from, to }, now));

  it('is resolved against now, in UTC', () => {
    expect(asked('-1h')).toMatchObject({ from: '2026-11-22T17:30:00.000Z' });
    expect(asked('-7d')).toMatchObject({ from: '2026-11-15T18:30:00.000Z' });
    expect(asked('today')).toMatchObject({ from: '2026-11-22T00:00:00.000Z' });
    expect(asked('2010-12-01', '2011-06-01T00:00:00Z')).toEqual({
      from: '2010-12-01T00:00:00.000Z',
      to: '2011-06-01T00:00:00.000Z',
    });
  });

  it('that is relative ends now, without orders dated in the future', () => {
    for (const from of ['-1h', '-7d', 'today']) expect(asked(from).to).toBe('2026-11-22T18:31:00.000Z');
    expect(asked('-7d', '-1d').to).toBe('2026-11-21T18:30:00.000Z');
  });

  it('is open if it is empty or invalid', () => {
    expect(asked('')).toEqual({});
    expect(asked('yesterday-ish', '-1w')).toEqual({});
  });
});

describe('eras', () => {
  it('keep months together unless half a year lies between them', () => {
    const eras = erasOf([...history, month('2026-11')]);
    expect(eras.map(eraPreset)).toEqual([
      { title: 'Dec 2010 – May 2011', from: '2010-12-01', to: '2011-06-01' },
      { title: 'Nov 2026', from: '2026-11-01', to: '2026-12-01' },
    ]);
  });
});

describe('the bucket', () => {
  const eras = erasOf([...history, month('2026-11')]);
  const all = { from: '', to: '' };

  it('fits the time that has sales in it, not the years between', () => {
    expect(fittingBucket({ from: '-1h', to: '' }, eras, now)).toBe('hour');
    expect(fittingBucket({ from: '-30d', to: '' }, eras, now)).toBe('day');
    expect(fittingBucket({ from: '2010-12-01', to: '2010-12-02' }, eras, now)).toBe('hour');
    expect(fittingBucket(all, erasOf([month('2010-12'), month('2026-11')]), now)).toBe('day');
    expect(fittingBucket(all, eras, now)).toBe('month');
    expect(fittingBucket(all, [], now)).toBe('hour');
  });
});
