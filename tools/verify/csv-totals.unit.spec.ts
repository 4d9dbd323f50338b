import { afterAll, describe, expect, it } from '@jest/globals';
import { totalsOf } from './csv-totals.ts';
import { CsvFixture, csvRow } from '../import/csv-file.fixture.ts';

const fixture = new CsvFixture();
afterAll(() => fixture.remove());

describe('the totals of a CSV file', () => {
  it('are exact where binary fractions would not be', async () => {
    const rows = Array.from({ length: 10 }, (_, i) =>
      csvRow({ invoice: `${i}`, quantity: '1', price: '0.1' }),
    );
    const file = await fixture.rows(...rows, csvRow({ invoice: '11', quantity: '3', price: '0.001' }));
    expect(totalsOf(file).sales.total).toEqual({ orders: 11, units: 13, revenue: '1.003' });
  });

  it('put an order into the month of its earliest row, and count it once per product', async () => {
    const file = await fixture.rows(
      csvRow({ invoice: '1', code: 'A', date: '2011-01-01 00:00:00' }),
      csvRow({ invoice: '1', code: 'A', date: '2010-12-31 23:59:00', description: '"A, ""B"""' }),
    );
    const totals = totalsOf(file);
    expect(totals.sales.buckets.map(({ start, orders }) => [start, orders])).toEqual([
      ['2010-12-01T00:00:00.000Z', 1],
    ]);
    expect(totals.topByUnits.items).toMatchObject([
      { productId: 'A', units: 12, orders: 1, descriptions: ['HANGING HEART', 'A, "B"'] },
    ]);
  });

  it('leave out what the importer’s rules reject', async () => {
    const bad = [
      { invoice: 'C1' },
      { invoice: 'A1' },
      { customer: '' },
      { quantity: '-1' },
      { price: '0' },
      { date: '?' },
    ];
    expect(totalsOf(await fixture.rows(...bad.map(csvRow), csvRow()))).toMatchObject({ rows: 7, lines: 1 });
  });
});
