import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { SESSION_WEIGHT } from '../domain/model.js';
import { heatAt } from '../domain/popularity.js';
import { cartUpdated, productViewed } from '../testing/events.js';
import { openTestShop, type TestShop } from '../testing/test-shop.js';

let shop: TestShop;
beforeEach(async () => {
  shop = await openTestShop();
});
afterEach(() => shop?.close());

interface ProductRow {
  product_id: string;
  description: string;
  orders: number;
  sessions: number;
  heat: number;
}

async function productsById(): Promise<Map<string, ProductRow>> {
  const { rows } = await shop.database.pool.query<ProductRow>(
    'SELECT product_id, description, orders, sessions, heat FROM product',
  );
  return new Map(rows.map((row) => [row.product_id, row]));
}

async function itemCount(): Promise<number> {
  const { rows } = await shop.database.pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM basket_item',
  );
  return rows[0]!.count;
}

const MARCH = '2011-03-01T12:00:00.000Z';
const APRIL = '2011-04-01T12:00:00.000Z';

describe('a confirmed order', () => {
  it('is one basket, in which a product of several lines is once', async () => {
    await shop.confirm({ customerId: 'ann', products: ['lamp', 'lamp', 'cake'], placedAt: MARCH });
    expect(await itemCount()).toBe(2);
    expect((await productsById()).get('lamp')).toEqual({
      product_id: 'lamp',
      description: 'about lamp',
      orders: 1,
      sessions: 0,
      heat: heatAt(Date.parse(MARCH)),
    });
  });

  it('counts once, even with another event id', async () => {
    const order = { orderId: randomUUID(), customerId: 'ann', products: ['lamp', 'cake'] };
    await shop.confirm(order);
    const once = await productsById();
    await shop.confirm(order);
    expect(await productsById()).toEqual(once);
    expect(await itemCount()).toBe(2);
  });

  it('counts at the time it was placed, so the result does not depend on the order of events', async () => {
    const old = { customerId: 'ann', products: ['lamp'], placedAt: MARCH, describe: () => 'old lamp' };
    const young = { customerId: 'bob', products: ['lamp'], placedAt: APRIL, describe: () => 'new lamp' };
    await shop.confirm(young);
    await shop.confirm(old);
    const lamp = (await productsById()).get('lamp')!;
    expect(lamp.heat).toBeCloseTo(heatAt(Date.parse(MARCH)) + heatAt(Date.parse(APRIL)), 12);
    expect(lamp.description).toBe('new lamp');
  });

  it('keeps a description if a later order has none', async () => {
    await shop.confirm({ customerId: 'ann', products: ['lamp'], placedAt: MARCH });
    await shop.confirm({ customerId: 'ann', products: ['lamp'], placedAt: APRIL, describe: () => '' });
    expect((await productsById()).get('lamp')!.description).toBe('about lamp');
  });

  it('is not lost and causes no deadlock if many concurrent orders share products', async () => {
    const products = Array.from({ length: 30 }, (_, i) => `p${i}`);
    const orders = Array.from({ length: 60 }, (_, i) => ({
      customerId: `c${i}`,
      products: i % 2 === 0 ? products : products.toReversed(),
    }));
    const sessions = Array.from({ length: 20 }, (_, i) =>
      products.map((productId) => productViewed({ sessionId: `s${i}`, productId })),
    );
    await Promise.all([
      ...orders.map((order) => shop.confirm(order)),
      ...sessions.map((events) => shop.browse(...events.toReversed())),
    ]);
    for (const product of (await productsById()).values()) {
      expect(product).toMatchObject({ orders: 60, sessions: 20 });
    }
    expect(await itemCount()).toBe(30 * 80);
  });
});

describe('a cancelled order', () => {
  it('subtracts everything that it had added', async () => {
    const kept = { customerId: 'ann', products: ['lamp', 'cake'], placedAt: MARCH };
    const order = { orderId: randomUUID(), customerId: 'bob', products: ['lamp', 'vase'], placedAt: APRIL };
    await shop.confirm(kept);
    await shop.confirm(order);
    await shop.cancel(order);
    const products = await productsById();
    expect(products.get('lamp')!.orders).toBe(1);
    expect(products.get('lamp')!.heat).toBeCloseTo(heatAt(Date.parse(MARCH)), 12);
    expect(products.get('vase')).toMatchObject({ orders: 0, heat: 0 });
    expect(await itemCount()).toBe(2);
  });

  it('is subtracted once, and permanently', async () => {
    const order = { orderId: randomUUID(), customerId: 'ann', products: ['lamp'] };
    await shop.confirm(order);
    await shop.cancel(order);
    await shop.cancel(order);
    await shop.confirm(order);
    expect((await productsById()).get('lamp')).toMatchObject({ orders: 0, heat: 0 });
  });

  it('never counts if the cancellation arrives before the confirmation', async () => {
    const order = { orderId: randomUUID(), customerId: 'ann', products: ['lamp'] };
    await shop.cancel(order);
    await shop.confirm(order);
    expect((await productsById()).get('lamp')).toMatchObject({ orders: 0, heat: 0 });
    expect((await shop.recommendations.recommend('ann', 10)).items).toEqual([]);
  });

  it('changes nothing if the order had not been confirmed', async () => {
    const order = { orderId: randomUUID(), customerId: 'ann', products: ['lamp'] };
    await shop.confirm(order);
    const before = await productsById();
    await shop.cancel({ ...order, previousStatus: 'placed' });
    expect(await productsById()).toEqual(before);
  });
});

describe('browsing', () => {
  const seen = { sessionId: 's-1', occurredAt: MARCH };

  it('counts a product once per session, as a fraction of an order', async () => {
    await shop.browse(
      productViewed({ ...seen, productId: 'lamp' }),
      productViewed({ ...seen, productId: 'lamp' }),
      cartUpdated({ ...seen, productId: 'lamp', quantity: 2 }),
    );
    await shop.browse(productViewed({ ...seen, productId: 'lamp' }));
    const lamp = (await productsById()).get('lamp')!;
    expect(lamp).toMatchObject({ orders: 0, sessions: 1, description: 'lamp' });
    expect(lamp.heat).toBeCloseTo(SESSION_WEIGHT * heatAt(Date.parse(MARCH)), 12);
    expect(await itemCount()).toBe(1);
  });

  it('does not depend on batches and order', async () => {
    const events = [
      productViewed({ ...seen, productId: 'lamp' }),
      productViewed({ ...seen, productId: 'cake', customerId: 'ann', occurredAt: APRIL }),
      cartUpdated({ ...seen, productId: 'lamp', quantity: 1 }),
      cartUpdated({ ...seen, productId: 'lamp', quantity: 0 }),
    ];
    await shop.browse(...events);
    for (const { data, ...event } of events.toReversed()) {
      await shop.browse({ ...event, data: { ...data, sessionId: 's-2' } });
    }
    const { rows } = await shop.database.pool.query<{ customer_id: string; at: Date; carted: number[] }>(
      'SELECT customer_id, at, carted, cardinality(products) AS size FROM basket ORDER BY key',
    );
    expect(rows[0]).toMatchObject({ customer_id: 'ann', at: new Date(APRIL), size: 2 });
    expect(rows[1]).toEqual(rows[0]);
  });

  it('gives the customer what their session viewed before they were known', async () => {
    await shop.confirm({ customerId: 'bob', products: ['lamp', 'cake'] });
    await shop.browse(productViewed({ ...seen, productId: 'lamp' }));
    await shop.browse(productViewed({ ...seen, productId: 'vase', customerId: 'ann' }));
    const { basis, items } = await shop.recommendations.recommend('ann', 1);
    expect({ basis, items }).toMatchObject({
      basis: 'personal',
      items: [{ productId: 'cake', because: ['lamp'] }],
    });
  });
});
