import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PrismaDatabase } from '@waybill/service/prisma';
import { createTestDatabase } from '@waybill/testing';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { PlacedOrder } from '../domain/order.js';
import { testOrder, type TestOrder } from '../testing/test-order.js';
import { PrismaClient } from './generated/client.js';
import { OrderQueries } from './order-queries.js';
import { Orders } from './orders.js';
import type { Tx } from './transaction.js';

let order: TestOrder;
const orders = new Orders();

beforeAll(async () => {
  order = await testOrder();
});
beforeEach(() => order.empty());
afterAll(() => order?.close());

const placed = (change: Partial<PlacedOrder> = {}): PlacedOrder => ({
  orderId: randomUUID(),
  customerId: 'alice',
  priority: 'express',
  currency: 'GBP',
  total: '1',
  placedAt: new Date('2010-12-01T08:26:00.001Z'),
  lines: [{ productId: 'p', description: '', quantity: 1, unitPrice: '1' }],
  ...change,
});

describe('amounts', () => {
  it.each([
    ['0', '0'],
    ['0.000001', '0.000001'],
    ['10', '100'],
    ['2.55', '2550000000.05'],
    ['999999999999.999999', '123456789012345678901234567890.123456'],
  ])('keep every digit and gain none: %s, %s', async (unitPrice, total) => {
    const lines = [{ productId: 'p', description: '', quantity: 1, unitPrice }];
    const one = placed({ total, lines });
    await order.transaction((tx) => orders.add(tx, one));
    const read = await order.queries.find(one.orderId);
    const locked = await order.transaction((tx) => orders.lock(tx, one.orderId));
    expect([read?.total, read?.lines]).toEqual([total, lines]);
    expect(locked).toEqual({ ...one, status: 'placed' });
    await order.product('p', null, unitPrice);
    expect((await order.catalogue.find('p'))?.unitPrice).toBe(unitPrice);
  });
});

describe('times', () => {
  it('are the same instants to Prisma and to SQL, whatever the time zone of the database', async () => {
    const site = await createTestDatabase('order');
    try {
      const sql = new pg.Pool({ connectionString: site.url });
      await sql.query(`ALTER DATABASE ${site.name} SET TimeZone = 'Asia/Kolkata'`);
      await sql.end();
      const database = await PrismaDatabase.open(PrismaClient, {
        databaseUrl: site.url,
        databasePool: 1,
        name: 'order',
      });
      try {
        const one = placed();
        await database.transaction((tx) => orders.add(tx as Tx, one));
        const { rows } = await database.pool.query('SELECT placed_at AS "placedAt" FROM orders');
        expect(rows).toEqual([{ placedAt: one.placedAt }]);
        expect(
          await new OrderQueries(database.client as unknown as PrismaClient).find(one.orderId),
        ).toMatchObject({
          placedAt: one.placedAt,
        });
      } finally {
        await database.onApplicationShutdown();
      }
    } finally {
      await site.drop();
    }
  });
});

describe('a list of orders', () => {
  it('counts the lines of each', async () => {
    const line = { productId: 'p', description: '', quantity: 1, unitPrice: '1' };
    const [one, three] = [placed(), placed({ lines: [line, line, line], placedAt: new Date(0) })];
    await order.transaction(async (tx) => {
      for (const each of [one, three]) await orders.add(tx, each);
    });
    const { items } = await order.queries.list({}, { limit: 5 });
    expect(items.map(({ orderId, lineCount }) => [orderId, lineCount])).toEqual([
      [one.orderId, 1],
      [three.orderId, 3],
    ]);
  });
});

describe('a product', () => {
  it('is created once by concurrent requests, with the data of one of them', async () => {
    const stocks = [1, 2, 3, 4, 5, 6];
    const puts = await Promise.all(
      stocks.map((stock) =>
        order.catalogue.put({ productId: 'p', description: '', unitPrice: '1', currency: 'GBP', stock }),
      ),
    );
    expect(puts.filter(({ created }) => created)).toHaveLength(1);
    expect(stocks).toContain(await order.stockOf('p'));
  });

  it('is searched for by literal text, including wildcards', async () => {
    for (const productId of ['100%', '100x', 'a_b', 'aXb', 'c\\d']) await order.product(productId, null);
    const found = async (search: string) =>
      (await order.catalogue.list({ search, limit: 10 })).items.map(({ productId }) => productId);
    expect(await found('0%')).toEqual(['100%']);
    expect(await found('A_B')).toEqual(['a_b']);
    expect(await found('c\\')).toEqual(['c\\d']);
  });
});
