import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderConfirmed, type OrderFacts } from '@waybill/contracts';
import type { DataOf, EventMessage } from '@waybill/messaging';
import { readOnlineRetail } from '@waybill/testing';
import { existsSync } from 'node:fs';
import type { Bucket, Ranking, Totals } from '../persistence/figures.js';
import { testAnalytics, type TestAnalytics } from '../testing/test-analytics.js';
import { CountSalesWhenOrderConfirmed } from './count-sales-when-order-confirmed.handler.js';

/** `online-retail-2010-12_2011-05.csv.gz`, the half year, takes some seconds more. */
const FILE = process.env['WAYBILL_RETAIL_FILE'] ?? '../shared/data/online-retail-2010-12-01_07.csv.gz';
const present = existsSync(FILE);
if (!present) console.warn(`skipped, because ${FILE} is not there: the figures of real orders`);

const BATCH = 500;
const SCALE = 6;

/** Sums as whole millionths, by other arithmetic than the database's. */
interface Sum {
  orders: Set<string>;
  units: number;
  millionths: bigint;
}

function sumBy(
  orders: readonly OrderFacts[],
  keysOf: (order: OrderFacts, productId: string) => string,
): Map<string, Totals> {
  const sums = new Map<string, Sum>();
  for (const order of orders) {
    for (const { productId, quantity, unitPrice } of order.lines) {
      const key = keysOf(order, productId);
      const sum = sums.get(key) ?? { orders: new Set(), units: 0, millionths: 0n };
      sum.orders.add(order.orderId);
      sum.units += quantity;
      sum.millionths += BigInt(quantity) * millionthsOf(unitPrice);
      sums.set(key, sum);
    }
  }
  return new Map([...sums].map(([key, sum]) => [key, totalsOf(sum)]));
}

function totalsOf({ orders, units, millionths }: Sum): Totals {
  return { orders: orders.size, units, revenue: decimalOf(millionths) };
}

function millionthsOf(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(SCALE, '0'));
}

function decimalOf(millionths: bigint): string {
  const digits = millionths.toString().padStart(SCALE + 1, '0');
  return `${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`.replace(/\.?0+$/, '');
}

(present ? describe : describe.skip)('the figures of a real shop', () => {
  let analytics: TestAnalytics;
  let orders: OrderFacts[];

  beforeAll(async () => {
    analytics = await testAnalytics();
    orders = (await readOnlineRetail(FILE)).map((order) => ({ ...order, currency: 'GBP', total: '0' }));
    const handler = new CountSalesWhenOrderConfirmed(analytics.sales);
    for (let i = 0; i < orders.length; i += BATCH) {
      const events = orders.slice(i, i + BATCH).map(confirmed);
      await analytics.database.transaction((tx) =>
        handler.handle(events, { tx, consumer: 'test', attempt: 1, signal: new AbortController().signal }),
      );
    }
  });
  afterAll(() => analytics?.close());

  it.each<[Bucket, number]>([
    ['month', 7],
    ['day', 10],
    ['hour', 13],
  ])('equal the sums of the file by %s, to the last digit', async (bucket, length) => {
    const expected = sumBy(orders, ({ placedAt }) => placedAt.slice(0, length));
    const { buckets } = await analytics.figures.sales({}, bucket);
    expect(buckets.map(({ start, ...totals }) => [start.toISOString().slice(0, length), totals])).toEqual(
      [...expected].sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  });

  it('equal the sums of a part of the file that starts and ends within a day', async () => {
    const placed = orders.map(({ placedAt }) => placedAt).sort();
    const [from, to] = [placed[Math.floor(placed.length / 5)]!, placed[Math.floor((placed.length * 3) / 5)]!];
    const part = orders.filter(({ placedAt }) => placedAt >= from && placedAt < to);
    const { total } = await analytics.figures.sales({ from, to }, 'day');
    expect(total).toEqual(sumBy(part, () => 'total').get('total'));
    const { items } = await analytics.figures.topProducts({ from, to }, 'units', 100);
    expect(items.map(({ productId, units }) => [productId, units])).toEqual(
      ranked(part, 'units').map(({ productId, units }) => [productId, units]),
    );
  });

  it.each<Ranking>(['revenue', 'units'])(
    'rank the products by %s as the file does, to the last digit',
    async (by) => {
      const { items } = await analytics.figures.topProducts({}, by, 100);
      expect(items.map(({ description: _description, ...figures }) => figures)).toEqual(ranked(orders, by));
    },
  );

  it('equal the sums of each customer', async () => {
    for (const [customerId, totals] of [...sumBy(orders, (order) => order.customerId)].slice(0, 50)) {
      expect(await analytics.figures.customer(customerId)).toMatchObject(totals);
    }
  });
});

function ranked(orders: readonly OrderFacts[], by: Ranking): (Totals & { productId: string })[] {
  const weightOf = (totals: Totals) => (by === 'units' ? BigInt(totals.units) : millionthsOf(totals.revenue));
  return [...sumBy(orders, (_order, productId) => productId)]
    .map(([productId, totals]) => ({ productId, ...totals }))
    .sort((a, b) => {
      const difference = weightOf(b) - weightOf(a);
      if (difference !== 0n) return difference > 0n ? 1 : -1;
      return a.productId < b.productId ? -1 : 1;
    })
    .slice(0, 100);
}

function confirmed(order: OrderFacts): EventMessage<DataOf<typeof OrderConfirmed>> {
  const { type, version, owner: source } = OrderConfirmed;
  const envelope = {
    type,
    version,
    source,
    time: order.placedAt,
    key: order.orderId,
    lane: 'standard',
  } as const;
  return { ...envelope, id: order.orderId, data: { ...order, confirmedAt: order.placedAt } };
}
