import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OrderFacts } from '@waybill/contracts';
import { v7 as uuid } from 'uuid';
import { testAnalytics, type TestAnalytics } from '../testing/test-analytics.js';

let analytics: TestAnalytics;

beforeAll(async () => {
  analytics = await testAnalytics();
});
beforeEach(() => analytics.database.pool.query('TRUNCATE sale, product_sale, session, erased_customer'));
afterAll(() => analytics?.close());

const BEFORE = '2011-03-01T12:00:00.000Z';
const ERASED = '2011-03-02T12:00:00.000Z';
const AFTER = '2011-03-03T12:00:00.000Z';

const orderAt = (placedAt: string): OrderFacts => ({
  ...{ orderId: uuid(), customerId: 'ann', currency: 'GBP', total: '1', placedAt },
  lines: [{ productId: 'p', description: '', quantity: 1, unitPrice: '1' }],
});
const count = (...orders: OrderFacts[]) =>
  analytics.database.transaction((tx) => analytics.sales.count(tx, orders));
const visit = (occurredAt: string) =>
  analytics.database.transaction((tx) =>
    analytics.funnel.advance(tx, [
      { sessionId: 's', customerId: 'ann', occurredAt, viewed: true, carted: false },
    ]),
  );
const erase = (until = ERASED) =>
  analytics.database.transaction((tx) => analytics.customers.forget(tx, 'ann', until));
const customer = () => analytics.figures.customer('ann');
async function identified(): Promise<unknown> {
  const { rows } = await analytics.database.pool.query<{ customer_id: unknown }>(
    'SELECT customer_id FROM session',
  );
  return rows.map(({ customer_id }) => customer_id);
}

describe('a customer who was erased', () => {
  it('has no figures, and all others stay as they are', async () => {
    await count(orderAt(BEFORE));
    await visit(BEFORE);
    const sales = await analytics.figures.sales({}, 'day');
    await erase();
    expect(await customer()).toBeUndefined();
    expect(await identified()).toEqual([null]);
    expect(await analytics.figures.sales({}, 'day')).toEqual(sales);
  });

  it('gets none from what is counted later, or again after a rebuild', async () => {
    const order = orderAt(BEFORE);
    await erase();
    await erase(BEFORE); // comes late
    await count(order);
    await visit(BEFORE);
    expect(await customer()).toBeUndefined();
    expect(await identified()).toEqual([null]);
    await analytics.database.transaction((tx) => analytics.sales.withdraw(tx, [orderAt(BEFORE)]));
    const { rows } = await analytics.database.pool.query('SELECT 1 FROM sale WHERE customer_id IS NOT NULL');
    expect(rows).toEqual([]);
  });

  it('has figures of what they do afterwards', async () => {
    await erase();
    await count(orderAt(BEFORE), orderAt(AFTER));
    await visit(AFTER);
    expect(await customer()).toMatchObject({ orders: 1, firstOrderAt: new Date(AFTER) });
    expect(await identified()).toEqual(['ann']);
  });
});
