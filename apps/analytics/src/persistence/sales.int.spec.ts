import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OrderFacts, OrderLine } from '@waybill/contracts';
import { v7 as uuid } from 'uuid';
import { testAnalytics, type TestAnalytics } from '../testing/test-analytics.js';

let analytics: TestAnalytics;

beforeAll(async () => {
  analytics = await testAnalytics();
});
beforeEach(() => analytics.database.pool.query('TRUNCATE sale, product_sale'));
afterAll(() => analytics?.close());

const line = (
  productId: string,
  quantity: number,
  unitPrice: string,
  description = productId,
): OrderLine => ({
  productId,
  description,
  quantity,
  unitPrice,
});

const order = (lines: OrderLine[], facts: Partial<OrderFacts> = {}): OrderFacts => ({
  orderId: uuid(),
  customerId: 'c-1',
  currency: 'GBP',
  total: 'not looked at',
  placedAt: '2010-12-01T08:26:00.000Z',
  ...facts,
  lines,
});

const count = (...orders: OrderFacts[]) =>
  analytics.database.transaction((tx) => analytics.sales.count(tx, orders));
const withdraw = (...orders: OrderFacts[]) =>
  analytics.database.transaction((tx) => analytics.sales.withdraw(tx, orders));
const total = async () => (await analytics.figures.sales({}, 'month')).total;
const products = async () => (await analytics.figures.topProducts({}, 'revenue', 10)).items;

describe('exact figures', () => {
  it('sums quantity × unit price without rounding, without exponent and without trailing zeros', async () => {
    await count(
      order([line('a', 3, '0.1'), line('b', 7, '0.333333')]),
      order([line('a', 999_999, '999999999999.999999')]),
      order([line('c', 1, '2.550')]),
    );
    expect(await total()).toEqual({ orders: 3, units: 1_000_010, revenue: '999999000000000004.183332' });
    expect((await products()).map(({ productId, revenue }) => [productId, revenue])).toEqual([
      ['a', '999998999999999999.300001'],
      ['c', '2.55'],
      ['b', '2.333331'],
    ]);
  });

  it('sums 1,000 lines of the largest quantities', async () => {
    const lines = Array.from({ length: 1_000 }, () => line('a', Number.MAX_SAFE_INTEGER, '0.000001'));
    await count(order(lines));
    expect((await total()).revenue).toBe('9007199254740.991');
  });

  it('is zero if nothing was sold', async () => {
    expect(await analytics.figures.sales({}, 'day')).toEqual({
      currency: 'GBP',
      buckets: [],
      total: { orders: 0, units: 0, revenue: '0' },
    });
    expect(await analytics.figures.topProducts({}, 'units', 10)).toEqual({ currency: 'GBP', items: [] });
  });

  it('counts an order once per product, however many lines repeat it', async () => {
    await count(order([line('a', 1, '1.5'), line('b', 1, '1'), line('a', 2, '1.25')]));
    expect(await products()).toEqual([
      { productId: 'a', description: 'a', orders: 1, units: 3, revenue: '4' },
      { productId: 'b', description: 'b', orders: 1, units: 1, revenue: '1' },
    ]);
  });

  it('never adds different currencies, and by default uses that of most orders', async () => {
    await count(
      order([line('a', 1, '10')], { currency: 'EUR' }),
      order([line('a', 1, '3')]),
      order([line('b', 1, '4')]),
    );
    expect(await analytics.figures.sales({}, 'month')).toMatchObject({
      currency: 'GBP',
      total: { orders: 2, revenue: '7' },
    });
    expect((await analytics.figures.sales({}, 'month', 'EUR')).total).toMatchObject({
      orders: 1,
      revenue: '10',
    });
    expect((await analytics.figures.topProducts({}, 'revenue', 1, 'EUR')).items[0]?.revenue).toBe('10');
  });

  it('counts an order whose text Postgres cannot store', async () => {
    await count(order([line('a', 1, '1', 'torn \ud83d and \0')]));
    expect((await products())[0]?.description).toBe('torn \ufffd and \ufffd');
  });
});

describe('commutative and idempotent effects', () => {
  const cheap = order([line('a', 1, '1')]);
  const dear = order([line('a', 2, '10'), line('b', 1, '5')]);

  it('removes a cancelled order from every figure', async () => {
    await count(cheap, dear);
    await withdraw(dear);
    expect(await total()).toEqual({ orders: 1, units: 1, revenue: '1' });
    expect((await products()).map(({ productId, orders }) => [productId, orders])).toEqual([['a', 1]]);
  });

  it('does not count a confirmation that arrives after its cancellation', async () => {
    await withdraw(dear);
    await count(cheap, dear);
    expect(await total()).toEqual({ orders: 1, units: 1, revenue: '1' });
  });

  it('counts an order once, in one batch and over several', async () => {
    await count(dear, cheap, dear);
    await count(cheap, dear);
    await withdraw(cheap, cheap);
    await withdraw(cheap);
    expect(await total()).toEqual({ orders: 1, units: 3, revenue: '25' });
  });

  it('has the same result if confirmations and cancellations of the same orders race', async () => {
    const orders = Array.from({ length: 2_000 }, (_, i) =>
      order([line(`p-${i % 3}`, 1, '1'), line('q', 1, '1')]),
    );
    const cancelled = orders.filter((_, i) => i % 2 === 0);
    await Promise.all([
      count(...orders),
      withdraw(...cancelled),
      count(...orders.toReversed()),
      withdraw(...cancelled.toReversed()),
    ]);
    expect(await total()).toEqual({ orders: 1_000, units: 2_000, revenue: '2000' });
    expect((await products()).reduce((sum, { units }) => sum + units, 0)).toBe(2_000);
  });

  it('waits for a confirmation that is not committed yet, and removes all of it', async () => {
    const { pool } = analytics.database;
    const confirming = await pool.connect();
    await confirming.query('BEGIN');
    await analytics.sales.count(confirming, [dear]);
    const cancelling = withdraw(dear);
    await untilSomebodyWaitsForALock();
    await confirming.query('COMMIT');
    confirming.release();
    await cancelling;
    expect(await total()).toEqual({ orders: 0, units: 0, revenue: '0' });
    expect(await products()).toEqual([]);
  });

  async function untilSomebodyWaitsForALock(): Promise<void> {
    const { pool } = analytics.database;
    for (let waiting = 0; waiting === 0;) {
      const { rows } = await pool.query<{ waiting: number }>(
        'SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) OR NOT granted AND transactionid IS NOT NULL',
      );
      waiting = rows[0]!.waiting;
    }
  }
});

describe('event time', () => {
  const at = (placedAt: string) => order([line('a', 1, '1')], { placedAt });

  it('counts each order in the hour, day and month in which it was placed, in UTC', async () => {
    await count(
      at('2010-12-31T23:59:59.999Z'),
      at('2011-01-01T00:00:00.000Z'),
      at('2011-01-01T00:59:59.999Z'),
      at('2011-01-01T01:00:00.000Z'),
      at('2011-02-28T12:00:00.000Z'),
    );
    const buckets = async (bucket: 'hour' | 'day' | 'month') =>
      (await analytics.figures.sales({}, bucket)).buckets.map(({ start, orders }) => [
        start.toISOString(),
        orders,
      ]);
    expect(await buckets('hour')).toEqual([
      ['2010-12-31T23:00:00.000Z', 1],
      ['2011-01-01T00:00:00.000Z', 2],
      ['2011-01-01T01:00:00.000Z', 1],
      ['2011-02-28T12:00:00.000Z', 1],
    ]);
    expect(await buckets('day')).toEqual([
      ['2010-12-31T00:00:00.000Z', 1],
      ['2011-01-01T00:00:00.000Z', 3],
      ['2011-02-28T00:00:00.000Z', 1],
    ]);
    expect(await buckets('month')).toEqual([
      ['2010-12-01T00:00:00.000Z', 1],
      ['2011-01-01T00:00:00.000Z', 3],
      ['2011-02-01T00:00:00.000Z', 1],
    ]);
  });

  it('limits a period to the millisecond, even within a bucket, with an exclusive end', async () => {
    await count(
      at('2011-01-01T00:30:00.000Z'),
      at('2011-01-01T00:30:00.001Z'),
      at('2011-01-03T07:00:00.000Z'),
    );
    const period = { from: '2011-01-01T00:30:00.001Z', to: '2011-01-03T07:00:00.000Z' };
    const report = await analytics.figures.sales(period, 'month');
    expect(report.buckets).toEqual([
      { start: new Date('2011-01-01T00:00:00Z'), orders: 1, units: 1, revenue: '1' },
    ]);
    expect(report.total.orders).toBe(1);
    expect((await analytics.figures.topProducts(period, 'units', 1)).items[0]?.orders).toBe(1);
    expect(
      (await analytics.figures.sales({ ...period, to: '2011-01-03T07:00:00.001Z' }, 'day')).total.orders,
    ).toBe(2);
  });
});

describe('top products', () => {
  it('ranks by revenue or by units, ties by the bytes of their id', async () => {
    await count(order([line('b', 1, '6'), line('a', 2, '3'), line('Z', 6, '1'), line('é', 3, '1')]));
    const ranked = async (by: 'revenue' | 'units', limit = 10) =>
      (await analytics.figures.topProducts({}, by, limit)).items.map(({ productId }) => productId);
    expect(await ranked('revenue')).toEqual(['Z', 'a', 'b', 'é']);
    expect(await ranked('units')).toEqual(['Z', 'é', 'a', 'b']);
    expect(await ranked('units', 2)).toEqual(['Z', 'é']);
  });

  it('takes a description from the latest order, not from the one counted last', async () => {
    await count(order([line('a', 1, '1', 'new name')], { placedAt: '2011-05-01T00:00:00.000Z' }));
    await count(order([line('a', 1, '1', 'old name')], { placedAt: '2010-12-01T00:00:00.000Z' }));
    expect((await products())[0]?.description).toBe('new name');
  });
});

describe('customers', () => {
  it('sums what a customer bought, from the first order to the last', async () => {
    await count(
      order([line('a', 2, '1.25')], { placedAt: '2010-12-03T00:00:00.000Z' }),
      order([line('a', 1, '1')], { placedAt: '2010-12-01T00:00:00.000Z' }),
      order([line('a', 1, '99')], { customerId: 'c-2' }),
    );
    expect(await analytics.figures.customer('c-1')).toEqual({
      customerId: 'c-1',
      currency: 'GBP',
      orders: 2,
      units: 3,
      revenue: '3.5',
      firstOrderAt: new Date('2010-12-01T00:00:00Z'),
      lastOrderAt: new Date('2010-12-03T00:00:00Z'),
    });
  });

  it('omits cancelled orders and other currencies', async () => {
    const cancelled = order([line('a', 1, '1')], { placedAt: '2010-01-01T00:00:00.000Z' });
    await count(
      cancelled,
      order([line('a', 1, '2')]),
      order([line('a', 1, '3')]),
      order([line('a', 1, '4')], { currency: 'EUR' }),
    );
    await withdraw(cancelled);
    expect(await analytics.figures.customer('c-1')).toMatchObject({
      currency: 'GBP',
      orders: 2,
      revenue: '5',
    });
    expect(await analytics.figures.customer('c-1', 'EUR')).toMatchObject({ orders: 1, revenue: '4' });
    expect(await analytics.figures.customer('c-1', 'USD')).toMatchObject({ currency: 'USD', orders: 0 });
  });

  it('has a customer whose every order was cancelled, but no unknown one', async () => {
    const only = order([line('a', 1, '1')]);
    await count(only);
    await withdraw(only);
    expect(await analytics.figures.customer('c-1')).toMatchObject({
      orders: 0,
      units: 0,
      revenue: '0',
      firstOrderAt: null,
      lastOrderAt: null,
    });
    expect(await analytics.figures.customer(`'; DROP TABLE sale; -- 🧨`)).toBeUndefined();
  });
});

describe('running figures', () => {
  it('separates today and the last hour from all time', async () => {
    const now = new Date('2011-03-01T12:00:00Z');
    const placed = (placedAt: string, productId = 'a') => order([line(productId, 1, '1.5')], { placedAt });
    await count(
      placed('2011-03-01T11:58:00.000Z', 'b'),
      placed('2011-03-01T11:30:00.000Z'),
      placed('2011-03-01T00:00:00.000Z'),
      placed('2011-02-28T23:59:59.999Z'),
    );
    expect(await analytics.figures.running(now)).toEqual({
      currency: 'GBP',
      total: { orders: 4, units: 4, revenue: '6' },
      today: { orders: 3, units: 3, revenue: '4.5' },
      lastHour: { orders: 2, units: 2, revenue: '3', sessions: 0 },
      ordersPerMinute: 0.2,
      topProducts: [
        { productId: 'a', description: 'a', orders: 2, units: 2, revenue: '3' },
        { productId: 'b', description: 'b', orders: 1, units: 1, revenue: '1.5' },
      ],
    });
  });
});

it('counts an order dated in the future in no current figure, and tolerates small clock differences', async () => {
  const now = new Date('2011-03-01T12:00:00Z');
  const placed = (placedAt: string) => order([line('a', 1, '1.5')], { placedAt });
  await count(placed('2150-01-01T00:00:00.000Z'), placed('2011-03-01T12:01:00.000Z'));
  const nothing = { orders: 0, units: 0, revenue: '0' };
  expect(await analytics.figures.running(now)).toMatchObject({
    total: { orders: 2 },
    today: nothing,
    lastHour: nothing,
    ordersPerMinute: 0,
    topProducts: [],
  });
  await count(placed('2011-03-01T12:00:59.999Z'));
  expect(await analytics.figures.running(now)).toMatchObject({
    today: { orders: 1 },
    lastHour: { orders: 1 },
    ordersPerMinute: 0.2,
    topProducts: [{ productId: 'a', orders: 1 }],
  });
  expect(await analytics.figures.running(new Date('2150-01-01T00:01:00Z'))).toMatchObject({
    today: { orders: 1 },
  });
});

it('refuses more than 10,000 buckets, and says what to do', async () => {
  const hour = (i: number) => new Date(Date.UTC(2010, 0, 1, i)).toISOString();
  const orders = Array.from({ length: 10_000 }, (_, i) => order([line('a', 1, '1')], { placedAt: hour(i) }));
  await count(...orders);
  expect((await analytics.figures.sales({}, 'hour')).buckets).toHaveLength(10_000);
  await count(order([line('a', 1, '1')], { placedAt: hour(10_000) }));
  await expect(analytics.figures.sales({}, 'hour')).rejects.toThrow(/Narrow it/);
  expect((await analytics.figures.sales({}, 'day')).total.orders).toBe(10_001);
});
