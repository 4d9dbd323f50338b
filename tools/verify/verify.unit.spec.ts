import { pollUntil } from '@waybill/cli';
import { describe, expect, it } from '@jest/globals';
import { compareSales, compareTop } from './compare-totals.ts';
import { staysDrained, type PipelineLag } from './pipeline-lag.ts';

const total = { orders: 2, units: 7, revenue: '469200.361' };
const december = { start: '2010-12-01T00:00:00.000Z', ...total };
const sales = { currency: 'GBP', buckets: [december], total };

describe('comparing the platform’s figures with the file’s', () => {
  it('finds equal what is equal, trailing zeros aside', () => {
    const answered = { ...sales, total: { ...total, revenue: '469200.361000' } };
    expect(compareSales(sales, answered).every(({ equal }) => equal)).toBe(true);
  });

  it.each([
    ['a revenue that is off in the last digit', { ...sales, total: { ...total, revenue: '469200.362' } }],
    ['an order too many', { ...sales, buckets: [{ ...december, orders: 3 }] }],
    [
      'a month that the file lacks',
      { ...sales, buckets: [december, { ...december, start: '2011-01-01T00:00:00Z' }] },
    ],
    ['a month that is missing', { ...sales, buckets: [] }],
    ['another currency', { ...sales, currency: 'EUR' }],
  ])('finds %s', (_, answered) => {
    expect(compareSales(sales, answered).filter(({ equal }) => !equal)).toHaveLength(1);
  });

  it('compares the top products place by place, and their names by what the file calls them', () => {
    const expected = [{ productId: 'A', descriptions: ['HEART', 'RED HEART'], ...total }];
    const item = { productId: 'A', description: 'RED HEART', ...total };
    expect(compareTop('units', expected, { items: [item] })[0]?.equal).toBe(true);
    expect(compareTop('units', expected, { items: [{ ...item, description: 'LANTERN' }] })[0]?.equal).toBe(
      false,
    );
    expect(compareTop('units', expected, { items: [] })[0]?.equal).toBe(false);
  });
});

describe('waiting until the pipeline has drained', () => {
  const lag = (pending: number, stored: number): PipelineLag => ({
    outbox: { order: pending },
    consumers: {},
    stored,
    parked: 0,
  });
  it('needs two empty readings with nothing stored between them', async () => {
    const readings = [lag(5, 10), lag(0, 15), lag(0, 20), lag(0, 20)];
    const last = await pollUntil({
      read: () => Promise.resolve(readings.shift()!),
      isDone: staysDrained,
      onProgress: () => undefined,
      signal: new AbortController().signal,
      wait: () => Promise.resolve(),
    });
    expect(last).toEqual(lag(0, 20));
    expect(readings).toEqual([]);
  });
});
