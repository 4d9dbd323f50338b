import { describe, expect, it } from '@jest/globals';
import { PeriodQuery } from './period.query.js';
import { SalesQuery } from './sales.query.js';
import { TopProductsQuery } from './top-products.query.js';

describe('PeriodQuery', () => {
  it('reads a date as its midnight in UTC and keeps an instant with all its digits', () => {
    expect(PeriodQuery.parse({ from: '2010-12-01', to: '2010-12-02T00:00:00.000001+02:00' })).toEqual({
      from: '2010-12-01T00:00:00Z',
      to: '2010-12-02T00:00:00.000001+02:00',
    });
  });

  it('is open if from or to is omitted', () => {
    expect(PeriodQuery.parse({})).toEqual({});
    expect(PeriodQuery.parse({ to: '2010-12-01' })).toEqual({ to: '2010-12-01T00:00:00Z' });
  });

  it.each([
    'yesterday',
    '',
    '2010-12',
    '2010-13-01',
    '2010-02-30',
    '2010-12-01T08:26:00',
    '2010-12-01T08:26:00 02:00',
    '0000-01-01',
    '9999-12-31T23:59:59-01:00',
    ['2010-12-01', '2010-12-02'],
  ])('refuses %j as an end', (from) => {
    const { error } = PeriodQuery.safeParse({ from });
    expect(error?.issues).toEqual([
      expect.objectContaining({
        path: ['from'],
        message: expect.stringMatching(/^must be (an ISO 8601|between)/),
      }),
    ]);
  });

  it.each([
    ['2010-12-01', '2010-12-01'],
    ['2010-12-02', '2010-12-01'],
    ['2010-12-01T00:00:00+01:00', '2010-11-30T23:00:00Z'],
  ])('refuses a period from %s to %s', (from, to) => {
    const { error } = PeriodQuery.safeParse({ from, to });
    expect(error?.issues.map(({ path }) => path)).toEqual([['to']]);
  });
});

describe('SalesQuery', () => {
  it('has buckets of a day by default', () => {
    expect(SalesQuery.parse({})).toEqual({ bucket: 'day' });
    expect(SalesQuery.parse({ bucket: 'hour', currency: 'EUR' })).toEqual({
      bucket: 'hour',
      currency: 'EUR',
    });
  });

  it.each([{ bucket: 'week' }, { currency: 'eur' }, { by: 'units' }])('refuses %j', (query) => {
    expect(SalesQuery.safeParse(query).success).toBe(false);
  });
});

describe('TopProductsQuery', () => {
  it('returns ten by revenue by default', () => {
    expect(TopProductsQuery.parse({})).toEqual({ by: 'revenue', limit: 10 });
    expect(TopProductsQuery.parse({ by: 'units', limit: '100' })).toEqual({ by: 'units', limit: 100 });
  });

  it.each([
    { by: 'orders' },
    { limit: '0' },
    { limit: '101' },
    { limit: '1.5' },
    { limit: 'ten' },
    { limit: '' },
  ])('refuses %j', (query) => {
    expect(TopProductsQuery.safeParse(query).success).toBe(false);
  });
});
