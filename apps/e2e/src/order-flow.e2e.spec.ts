import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventually, Platform } from './support/platform.js';
import { Shop } from './support/shop.js';
import { SHOP_SERVICES } from './support/shop-services.js';

let platform: Platform;
let shop: Shop;

beforeAll(async () => {
  platform = await Platform.start();
  shop = new Shop(platform);
}, 240_000);

afterAll(() => platform?.stop(), 60_000);

/** Nobody has heard of, whatever ran before. */
function customer(name: string): string {
  return `flow-${name}-${randomUUID()}`;
}

describe('an order through the services', () => {
  it('is taken at once, confirmed and counted in the sales', async () => {
    await shop.stock('flow-cup', 10, '4.25');
    await shop.stock('flow-saucer', 10, '2.10');
    const before = await shop.salesTotal();
    const ada = customer('ada');
    const { body: placed } = await shop.send<{ orderId: string }>('order', 'POST', '/orders', {
      customerId: ada,
      lines: [
        { productId: 'flow-cup', quantity: 2 },
        { productId: 'flow-saucer', quantity: 1 },
      ],
    });
    expect(placed).toMatchObject({ status: 'placed', total: { amount: '10.6', currency: 'GBP' } });

    const order = await shop.settled(placed.orderId);
    expect(order).toMatchObject({ status: 'confirmed', customerId: ada });
    expect(order.history.map(({ status }) => status)).toEqual(['placed', 'confirmed']);
    await eventually(
      async () => (await shop.get('analytics', `/customers/${ada}`)).status === 200,
      'analytics counts the order',
    );
    expect((await shop.salesTotal()).orders).toBeGreaterThan(before.orders);
    expect((await shop.get('analytics', `/customers/${ada}`)).body).toMatchObject({
      orders: 1,
      units: 3,
      revenue: '10.6',
    });
  });

  it('is rejected when the stock does not suffice, and leaves the stock alone', async () => {
    await shop.stock('flow-rare', 1);
    const { orderId } = await shop.place('flow-carl', 'flow-rare', 2);
    expect(await shop.settled(orderId)).toMatchObject({ status: 'rejected', reason: 'out-of-stock' });
    expect((await shop.get('order', '/products/flow-rare')).body).toMatchObject({ stock: 1 });
  });

  it('never sells more than the stock when customers order at the same time', async () => {
    await shop.stock('flow-last', 5);
    const orders = await Promise.all(
      Array.from({ length: 12 }, (_, i) => shop.place(`flow-rush-${i}`, 'flow-last')),
    );
    const settled = await Promise.all(orders.map(({ orderId }) => shop.settled(orderId)));
    expect(settled.filter(({ status }) => status === 'confirmed')).toHaveLength(5);
    expect((await shop.get('order', '/products/flow-last')).body).toMatchObject({ stock: 0 });
  });

  it('gives the stock back when it is cancelled, and is taken out of the sales', async () => {
    await shop.stock('flow-vase', 3);
    const dora = customer('dora');
    const { orderId } = await shop.place(dora, 'flow-vase', 2);
    await shop.settled(orderId);
    await eventually(
      async () => (await shop.get('analytics', `/customers/${dora}`)).status === 200,
      'it is counted',
    );
    expect((await shop.send('order', 'POST', `/orders/${orderId}/cancel`)).status).toBe(202);
    expect((await shop.send('order', 'POST', `/orders/${orderId}/cancel`)).status).toBe(409);
    expect((await shop.get('order', '/products/flow-vase')).body).toMatchObject({ stock: 3 });
    await eventually(
      async () => (await shop.get<{ orders: number }>('analytics', `/customers/${dora}`)).body.orders === 0,
      'it is taken out',
    );
  });

  it('is placed once by the same request sent twice at once', async () => {
    await shop.stock('flow-bowl', null);
    const eve = customer('eve');
    const request = { customerId: eve, lines: [{ productId: 'flow-bowl', quantity: 1 }] };
    const key = { 'idempotency-key': randomUUID() };
    const both = await Promise.all([1, 2].map(() => shop.send('order', 'POST', '/orders', request, key)));
    expect(both.map(({ status }) => status).filter((status) => status !== 202 && status !== 409)).toEqual([]);
    const again = await shop.send('order', 'POST', '/orders', request, key);
    expect(again.status).toBe(202);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const { body } = await shop.get<{ items: unknown[] }>('order', `/orders?customerId=${eve}`);
    expect(body.items).toHaveLength(1);
    const other = { ...request, lines: [{ productId: 'flow-bowl', quantity: 2 }] };
    expect((await shop.send('order', 'POST', '/orders', other, key)).status).toBe(422);
  });

  it('continues the trace that the client sent', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const headers = { traceparent: `00-${trace}-b7ad6b7169203331-01` };
    const response = await shop.send('order', 'GET', '/orders/none', undefined, headers);
    expect(response.headers.get('traceresponse')).toContain(trace);
    expect(response.body).toMatchObject({ traceId: trace });
  });
});

describe('bad input', () => {
  const line = { productId: 'flow-bowl', quantity: 1 };
  const order = { customerId: 'x', lines: [line] };

  beforeAll(() => shop.stock('flow-bowl', null));

  it.each([
    ['malformed JSON', '{"customerId":', 400],
    ['no body', '', 400],
    ['a wrong type', { ...order, customerId: 7 }, 400],
    ['an unknown field', { ...order, discount: 1 }, 400],
    ['no lines', { ...order, lines: [] }, 400],
    ['1,001 lines', { ...order, lines: Array.from({ length: 1001 }, () => line) }, 400],
    ['quantity 0', { ...order, lines: [{ ...line, quantity: 0 }] }, 400],
    ['quantity -1', { ...order, lines: [{ ...line, quantity: -1 }] }, 400],
    ['quantity 1.5', { ...order, lines: [{ ...line, quantity: 1.5 }] }, 400],
    ['quantity 10^9', { ...order, lines: [{ ...line, quantity: 1e9 }] }, 400],
    ['a customer id of 10 kB', { ...order, customerId: 'x'.repeat(10_000) }, 400],
    ['an unknown product', { ...order, lines: [{ productId: 'no-such', quantity: 1 }] }, 422],
    ['a body over 1 MiB', { ...order, customerId: 'x'.repeat(1_100_000) }, 413],
  ])('the response to %s is a problem that says where', async (_case, body, status) => {
    const response = await shop.send('order', 'POST', '/orders', body, {
      'content-type': 'application/json',
    });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(response.body).toMatchObject({ status, title: expect.any(String), traceId: expect.any(String) });
  });

  it('a wrong media type is 415', async () => {
    const response = await shop.send('order', 'POST', '/orders', '<order/>', {
      'content-type': 'application/xml',
    });
    expect(response.status).toBe(415);
  });

  it('names the field', async () => {
    const bad = { customerId: 'x', lines: [line, { ...line, quantity: 0 }] };
    const { body } = await shop.send('order', 'POST', '/orders', bad);
    expect(body).toMatchObject({ errors: [{ pointer: '/lines/1/quantity', message: expect.any(String) }] });
  });

  it('accepts customer ids with quotes and emoji unchanged', async () => {
    const customerId = `O'Brien "🎁" <b>&amp;</b> ${randomUUID()}`;
    await shop.settled((await shop.place(customerId, 'flow-bowl')).orderId);
    const { body } = await shop.get<{ items: unknown[] }>(
      'order',
      `/orders?customerId=${encodeURIComponent(customerId)}`,
    );
    expect(body.items).toHaveLength(1);
    const path = `/customers/${encodeURIComponent(customerId)}`;
    await eventually(
      async () => (await shop.get('analytics', path)).status === 200,
      'analytics knows the customer',
    );
  });

  it('leaves every service up', async () => {
    for (const service of SHOP_SERVICES) {
      expect((await shop.get(service, '/health/ready')).status).toBe(200);
    }
  });
});
