import { afterAll, describe, expect, it } from '@jest/globals';
import { CsvFixture, csvRow } from './csv-file.fixture.ts';
import { emptyReport, importOrders } from './import-orders.ts';
import { RequestRefused } from './orders-endpoint.ts';

const fixture = new CsvFixture();
afterAll(() => fixture.remove());

interface Sent {
  orders: { reference: string; lines: unknown[]; [field: string]: unknown }[];
}

const rowsOf = (invoices: number) =>
  Array.from({ length: invoices }, (_, i) => [
    csvRow({ invoice: `${i + 1}` }),
    csvRow({ invoice: `${i + 1}` }),
  ]).flat();

describe('importing orders', () => {
  it('accounts for every row and every order', async () => {
    const file = await fixture.rows(...rowsOf(3), csvRow({ invoice: 'C4' }), csvRow({ customer: '' }));
    const report = await importOrders({
      file,
      send: () =>
        Promise.resolve({
          accepted: 1,
          duplicates: 1,
          rejected: [{ reference: '3', errors: [{ pointer: '/orders/2/lines/0', message: 'no' }] }],
        }),
    });
    expect(report).toMatchObject({
      complete: true,
      rows: { read: 8, accepted: 6, imported: 4, inRejectedOrders: 2 },
      orders: {
        read: 3,
        accepted: 1,
        known: 1,
        rejected: 1,
        rejectedExamples: [{ reference: '3', rows: 2 }],
      },
    });
    const { rows } = report;
    const rejected = Object.values(rows.rejected).reduce((sum, count) => sum + count, 0);
    expect(rows.imported + rows.inRejectedOrders + rejected).toBe(rows.read);
  });

  it('sends what the order service takes, and no more than the limits in one request', async () => {
    const bodies: Sent[] = [];
    const send = (body: string) => {
      const sent = JSON.parse(body) as Sent;
      bodies.push(sent);
      return Promise.resolve({ accepted: sent.orders.length, duplicates: 0, rejected: [] });
    };
    await importOrders({ file: await fixture.rows(...rowsOf(5)), send, limits: { orders: 2, bytes: 1e6 } });
    expect(bodies.map(({ orders }) => orders.map(({ reference }) => reference))).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5'],
    ]);
    expect(Object.keys(bodies[0]!.orders[0]!)).toEqual([
      'reference',
      'customerId',
      'placedAt',
      'currency',
      'lines',
    ]);

    bodies.length = 0;
    await importOrders({ file: await fixture.rows(...rowsOf(3)), send, limits: { orders: 500, bytes: 300 } });
    expect(bodies).toHaveLength(3);
  });

  it('keeps no more requests under way than it may', async () => {
    let underWay = 0;
    let most = 0;
    const send = async () => {
      most = Math.max(most, ++underWay);
      await new Promise(setImmediate);
      underWay -= 1;
      return { accepted: 1, duplicates: 0, rejected: [] };
    };
    await importOrders({
      file: await fixture.rows(...rowsOf(20)),
      send,
      inFlight: 3,
      limits: { orders: 1, bytes: 1e6 },
    });
    expect(most).toBe(3);
  });

  it('does not send an invoice of more than 1,000 lines, and says so', async () => {
    const long = Array.from({ length: 1001 }, () => csvRow({ invoice: '9' }));
    const sent: Sent[] = [];
    const report = await importOrders({
      file: await fixture.rows(...long, csvRow({ invoice: '10' })),
      send: (body) => {
        sent.push(JSON.parse(body) as Sent);
        return Promise.resolve({ accepted: 1, duplicates: 0, rejected: [] });
      },
    });
    expect(sent.flatMap(({ orders }) => orders.map(({ reference }) => reference))).toEqual(['10']);
    expect(report.orders.rejectedExamples).toMatchObject([
      { reference: '9', rows: 1001, errors: [{ message: expect.stringContaining('1,001 lines') }] },
    ]);
  });

  it('knows by its place in the request which order was rejected, and does not repeat that place', async () => {
    const errors = [{ pointer: '/orders/1/reference', message: 'too long' }];
    const rejected = [{ reference: 'cut off by the service', errors }];
    const report = await importOrders({
      file: await fixture.rows(...rowsOf(2)),
      send: () => Promise.resolve({ accepted: 1, duplicates: 0, rejected }),
    });
    expect(report.orders.rejectedExamples).toEqual([
      { reference: '2', rows: 2, errors: [{ pointer: '/reference', message: 'too long' }] },
    ]);
    expect(report.rows).toMatchObject({ imported: 2, inRejectedOrders: 2 });
  });

  it('does not accept a result that leaves orders out', async () => {
    const send = () => Promise.resolve({ accepted: 1, duplicates: 0, rejected: [] });
    await expect(importOrders({ file: await fixture.rows(...rowsOf(2)), send })).rejects.toThrow(
      'reported on 1 of 2 orders',
    );
  });

  it('finds the one order that makes the service refuse a whole request, and imports the others', async () => {
    const errors = [{ pointer: '/orders/0/customerId', message: 'must not contain the NUL character' }];
    const send = (body: string) => {
      const { orders } = JSON.parse(body) as Sent;
      return orders.some(({ reference }) => reference === '6')
        ? Promise.reject(new RequestRefused('refused', errors))
        : Promise.resolve({ accepted: orders.length, duplicates: 0, rejected: [] });
    };
    const report = await importOrders({ file: await fixture.rows(...rowsOf(9)), send });
    expect(report).toMatchObject({
      complete: true,
      rows: { imported: 16, inRejectedOrders: 2 },
      orders: {
        accepted: 8,
        rejected: 1,
        rejectedExamples: [{ reference: '6', errors: [{ pointer: '/customerId' }] }],
      },
    });
  });

  it('throws what a request failed with, once those under way are settled, and keeps their account', async () => {
    const report = emptyReport();
    let calls = 0;
    const send = async () => {
      if (++calls === 2) throw new Error('gone');
      await new Promise(setImmediate);
      return { accepted: 1, duplicates: 0, rejected: [] };
    };
    const options = { file: await fixture.rows(...rowsOf(9)), send, limits: { orders: 1, bytes: 1e6 } };
    await expect(importOrders(options, report)).rejects.toThrow('gone');
    expect(report.complete).toBe(false);
    expect(report.orders.accepted).toBe(calls - 1);
  });
});
