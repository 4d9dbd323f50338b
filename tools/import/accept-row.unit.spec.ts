import { describe, expect, it } from '@jest/globals';
import { acceptRow } from './accept-row.ts';
import type { Row } from './read-rows.ts';

const good: Row = {
  number: 1,
  InvoiceNo: '536365',
  StockCode: '85123A',
  Description: 'WHITE HANGING HEART T-LIGHT HOLDER',
  Quantity: '6',
  InvoiceDate: '2010-12-01 08:26:00',
  UnitPrice: '2.55',
  CustomerID: '17850',
};

describe('the importer’s rules', () => {
  it('makes a good row a line of its invoice’s order, price and time as they stood', () => {
    expect(acceptRow(good)).toEqual({
      reference: '536365',
      customerId: '17850',
      placedAt: '2010-12-01T08:26:00.000Z',
      line: {
        productId: '85123A',
        description: 'WHITE HANGING HEART T-LIGHT HOLDER',
        quantity: 6,
        unitPrice: '2.55',
      },
    });
  });

  it.each([
    ['cancellation', { InvoiceNo: 'C536379' }],
    ['not-an-order', { InvoiceNo: 'A563185' }],
    ['not-an-order', { InvoiceNo: '' }],
    ['no-customer', { CustomerID: '' }],
    ['quantity', { Quantity: '0' }],
    ['quantity', { Quantity: '-1' }],
    ['quantity', { Quantity: '1.5' }],
    ['quantity', { Quantity: '' }],
    ['quantity', { Quantity: 'six' }],
    ['price', { UnitPrice: '0' }],
    ['price', { UnitPrice: '0.00' }],
    ['price', { UnitPrice: '-11062.06' }],
    ['price', { UnitPrice: '' }],
    ['price', { UnitPrice: '1,50' }],
    ['date', { InvoiceDate: '' }],
    ['date', { InvoiceDate: '2010-02-30 08:26:00' }],
    ['date', { InvoiceDate: '2010-12-01 24:00:00' }],
    ['date', { InvoiceDate: '01/12/2010 08:26' }],
  ])('rejects with %s: %o', (reason, fields) => {
    expect(acceptRow({ ...good, ...fields })).toBe(reason);
  });

  it('names the first reason that applies', () => {
    const allWrong = { Quantity: '-1', UnitPrice: '0', InvoiceDate: '?' };
    expect(acceptRow({ ...good, ...allWrong, InvoiceNo: 'C1', CustomerID: '' })).toBe('cancellation');
    expect(acceptRow({ ...good, ...allWrong, InvoiceNo: 'A1', CustomerID: '' })).toBe('not-an-order');
    expect(acceptRow({ ...good, ...allWrong, CustomerID: '' })).toBe('no-customer');
    expect(acceptRow({ ...good, ...allWrong })).toBe('quantity');
    expect(acceptRow({ ...good, ...allWrong, Quantity: '1' })).toBe('price');
  });

  it('cuts a description to 255 characters without leaving half an emoji', () => {
    const row = acceptRow({ ...good, Description: `${'x'.repeat(254)}🎁 and more` });
    expect(row).toMatchObject({ line: { description: 'x'.repeat(254) } });
  });

  it('takes an empty description', () => {
    expect(acceptRow({ ...good, Description: '' })).toMatchObject({ line: { description: '' } });
  });
});
