import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, testConfig, type TestService } from '@waybill/service/testing';
import { createTestDatabase, testNats, type TestDatabase } from '@waybill/stack/testing';
import { LearnBasketWhenOrderConfirmed } from '../application/learn-basket-when-order-confirmed.handler.js';
import { LearnInterestWhenShopperBrowses } from '../application/learn-interest-when-shopper-browses.handler.js';
import { Database } from '../persistence/database.js';
import { recommendation } from '../recommendation.module.js';
import { orderConfirmed, productViewed } from '../testing/events.js';

let database: TestDatabase;
let service: TestService;

beforeAll(async () => {
  database = await createTestDatabase('recommendation');
  const { url } = await testNats();
  const roles = new Set(['api'] as const);
  service = await startTestService(
    recommendation,
    testConfig({ databaseUrl: database.url, natsUrl: [url], roles }),
  );
  const pool = service.app.get(Database, { strict: false });
  await pool.transaction(async (tx) => {
    const context = { tx, consumer: 'test', attempt: 1, signal: new AbortController().signal };
    const order = { customerId: 'bob', products: ['85123A', 'a/b "c" 🙂', '22423'] };
    const handler = service.app.get(LearnBasketWhenOrderConfirmed, { strict: false });
    await handler.handle(orderConfirmed(order), context);
    await service.app
      .get(LearnInterestWhenShopperBrowses, { strict: false })
      .handle([productViewed({ sessionId: 's', customerId: "O'Neil 🙂/%", productId: '22423' })], context);
  });
});

afterAll(async () => {
  await service?.close();
  await database?.drop();
});

interface Body {
  items: { because?: string[] }[];
  errors?: unknown;
  detail?: string;
  paths: Record<string, unknown>;
}

async function get(path: string): Promise<{ status: number; type: string | null; body: Body }> {
  const response = await fetch(service.url + path);
  const body = (await response.json()) as Body;
  return { status: response.status, type: response.headers.get('content-type'), body };
}

describe('GET /recommendations/:customerId', () => {
  it('answers a stranger with what is popular', async () => {
    const { status, body } = await get('/recommendations/nobody?limit=2');
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

  it('takes any id, percent-encoded', async () => {
    const { status, body } = await get(`/recommendations/${encodeURIComponent("O'Neil 🙂/%")}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ customerId: "O'Neil 🙂/%", basis: 'personal' });
    expect(body.items[0]?.because).toEqual(['22423']);
  });

  it.each(['0', '101', '-1', '1.5', 'many', ''])('refuses a limit of "%s" and says where', async (limit) => {
    const { status, type, body } = await get(`/recommendations/ann?limit=${limit}`);
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
    const { status, type } = await get(path);
    expect([400, 404, 414]).toContain(status);
    expect(type).toContain('application/problem+json');
  });
});

describe('GET /products/:productId/similar', () => {
  it('answers with what it is found together with', async () => {
    const { status, body } = await get(`/products/${encodeURIComponent('a/b "c" 🙂')}/similar?limit=1`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ productId: 'a/b "c" 🙂', items: [{ productId: '85123A' }] });
    expect(body.items).toHaveLength(1);
  });

  it('answers 404 for a product never seen', async () => {
    const { status, type, body } = await get('/products/nothing/similar');
    expect(status).toBe(404);
    expect(type).toContain('application/problem+json');
    expect(body).toMatchObject({ type: 'urn:waybill:problem:product-never-seen', status: 404 });
    expect(body.detail).toContain('"nothing"');
  });
});

describe('the service', () => {
  it('is ready with its database and broker', async () => {
    const { status, body } = await get('/health/ready');
    expect({ status, body }).toMatchObject({ status: 200 });
  });

  it('describes both endpoints, and no handler, in its OpenAPI', async () => {
    const { body } = await get('/openapi.json');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/recommendations/{customerId}', '/products/{productId}/similar']),
    );
    expect(JSON.stringify(body)).not.toContain('waybill:Learn');
  });
});
