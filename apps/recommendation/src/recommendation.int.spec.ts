import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderCancelled, OrderCancelledV1, OrderConfirmed, ProductViewed } from '@waybill/contracts';
import { DirectPublisher, silentLog } from '@waybill/messaging';
import { connectJetStream } from '@waybill/messaging/jetstream';
import { startTestService } from '@waybill/service/testing';
import { createTestDatabase, eventually, testNats } from '@waybill/testing';
import { randomUUID } from 'node:crypto';
import { recommendation } from './service.js';
import { orderCancelled, orderConfirmed, productViewed } from './testing/events.js';

let site: Site;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site?.[Symbol.asyncDispose]());

const ODD_CUSTOMER = "O'Neil 🙂/%";

interface Body {
  status?: unknown;
  basis?: string;
  items: { productId: string; because?: string[] }[];
  errors?: unknown;
  detail?: string;
  paths: Record<string, unknown>;
}

/** The service on servers of its own, after one order and one view. */
async function openSite() {
  const [database, nats] = await Promise.all([
    createTestDatabase('recommendation'),
    testNats({ isolated: true }),
  ]);
  const config = { databaseUrl: database.url, natsUrl: [nats.url] };
  const service = await startTestService(recommendation, { config });
  const transport = await connectJetStream({ servers: [nats.url], name: 'test', log: silentLog });
  const orders = new DirectPublisher(transport, 'order', [OrderConfirmed, OrderCancelled, OrderCancelledV1]);
  const shoppers = new DirectPublisher(transport, 'analytics', [ProductViewed]);

  async function get(path: string): Promise<{ status: number; type: string | null; body: Body }> {
    const response = await fetch(service.url + path);
    const body = (await response.json()) as Body;
    return { status: response.status, type: response.headers.get('content-type'), body };
  }

  const opened = {
    orders,
    get,
    /** Polls until the response has the expected data, because events take time. */
    until(path: string, fits: (body: Body) => boolean): Promise<Body> {
      return eventually(async () => {
        const { body } = await get(path);
        return fits(body) && body;
      });
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await service.close();
      await transport.close();
      await nats.stop();
      await database.drop();
    },
  };

  const products = ['85123A', 'a/b "c" 🙂', '22423'];
  await orders.publish(OrderConfirmed, orderConfirmed({ customerId: 'bob', products }).data);
  await shoppers.publish(
    ProductViewed,
    productViewed({ sessionId: 's', customerId: ODD_CUSTOMER, productId: '22423' }).data,
  );
  await opened.until(
    `/recommendations/${encodeURIComponent(ODD_CUSTOMER)}`,
    ({ basis }) => basis === 'personal',
  );
  return opened;
}

type Site = Awaited<ReturnType<typeof openSite>>;

describe('from events to recommendations', () => {
  it('learns a confirmed order, and forgets it when it is cancelled', async () => {
    await using own = await openSite();
    const order = { orderId: randomUUID(), customerId: 'ann', products: ['85123A'] };
    const { data, id } = orderConfirmed(order);
    await own.orders.publish(OrderConfirmed, data, { id });
    await own.orders.publish(OrderConfirmed, data, { id });
    const { items } = await own.until('/recommendations/ann', ({ basis }) => basis === 'personal');
    expect(items.map((item) => item.because)).toEqual([['85123A'], ['85123A']]);
    expect(items.map((item) => item.productId)).not.toContain('85123A');

    await own.orders.publish(OrderCancelled, orderCancelled(order).data);
    const after = await own.until('/recommendations/ann', ({ basis }) => basis === 'popular');
    expect(after.items.map((item) => item.productId)).toContain('85123A');
  });

  it('forgets an order cancelled by an event of the previous version', async () => {
    await using own = await openSite();
    const order = { orderId: randomUUID(), customerId: 'cyd', products: ['85123A'] };
    await own.orders.publish(OrderConfirmed, orderConfirmed(order).data);
    await own.until('/recommendations/cyd', ({ basis }) => basis === 'personal');
    const { previousStatus: _, ...facts } = orderCancelled(order).data;
    await own.orders.publish(OrderCancelledV1, { ...facts, wasConfirmed: true });
    await own.until('/recommendations/cyd', ({ basis }) => basis === 'popular');
  });
});

describe('GET /recommendations/:customerId', () => {
  it('gives popular products to an unknown customer', async () => {
    const { status, body } = await site.get('/recommendations/nobody?limit=2');
    expect(status).toBe(200);
    expect(body).toEqual({
      customerId: 'nobody',
      basis: 'popular',
      items: [
        expect.objectContaining({ productId: '22423', description: 'about 22423', because: [] }),
        expect.objectContaining({ productId: '85123A', score: expect.any(Number) }),
      ],
    });
  });

  it('accepts any id, percent-encoded', async () => {
    const { status, body } = await site.get(`/recommendations/${encodeURIComponent(ODD_CUSTOMER)}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ customerId: ODD_CUSTOMER, basis: 'personal' });
    expect(body.items[0]?.because).toEqual(['22423']);
  });

  it.each(['0', '101', '-1', '1.5', 'many', ''])('refuses a limit of "%s" and says where', async (limit) => {
    const { status, type, body } = await site.get(`/recommendations/ann?limit=${limit}`);
    expect(status).toBe(400);
    expect(type).toContain('application/problem+json');
    expect(body.errors).toEqual([{ pointer: '/limit', message: 'must be a whole number from 1 to 100' }]);
  });

  it.each([
    ['an unknown field', '/recommendations/ann?offset=3'],
    ['a customer id of 10 kB', `/recommendations/${'c'.repeat(10_000)}`],
    ['a customer id of 256 characters', `/recommendations/${'c'.repeat(256)}`],
    ['a NUL character', '/recommendations/a%00b'],
    ['a broken escape', '/recommendations/%E0%A4%A'],
  ])('refuses %s', async (_what, path) => {
    const { status, type } = await site.get(path);
    expect([400, 404, 414]).toContain(status);
    expect(type).toContain('application/problem+json');
  });
});

describe('GET /products/:productId/similar', () => {
  it('returns products of the same baskets', async () => {
    const { status, body } = await site.get(`/products/${encodeURIComponent('a/b "c" 🙂')}/similar?limit=1`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ productId: 'a/b "c" 🙂', items: [{ productId: '85123A' }] });
    expect(body.items).toHaveLength(1);
  });

  it('responds with 404 for an unknown product', async () => {
    const { status, type, body } = await site.get('/products/nothing/similar');
    expect(status).toBe(404);
    expect(type).toContain('application/problem+json');
    expect(body).toMatchObject({ type: 'urn:waybill:problem:product-never-seen', status: 404 });
    expect(body.detail).toContain('"nothing"');
  });
});

describe('the service', () => {
  it('is ready with its database and broker', async () => {
    const { status, body } = await site.get('/health/ready');
    expect({ status, body }).toMatchObject({ status: 200 });
  });

  it('describes both endpoints, and no handler, in its OpenAPI', async () => {
    const { body } = await site.get('/openapi.json');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/recommendations/{customerId}', '/products/{productId}/similar']),
    );
    expect(JSON.stringify(body)).not.toContain('waybill:Learn');
  });
});
