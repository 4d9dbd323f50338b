import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@waybill/service/testing';
import { createTestDatabase, LocalIssuer, type TestDatabase, type TokenContent } from '@waybill/testing';
import { startTestOrder } from './testing/test-service.js';

let issuer: LocalIssuer;
let database: TestDatabase;
let service: TestService;
beforeAll(async () => {
  [issuer, database] = await Promise.all([LocalIssuer.start(), createTestDatabase('order')]);
  service = await startTestOrder({
    databaseUrl: database.url,
    authIssuer: issuer.url,
    authAudience: ['waybill'],
    authOwnerClaim: 'customer_id',
  });
});
afterAll(async () => {
  await service?.close();
  await database?.drop();
  await issuer?.stop();
});

interface Body {
  orderId: string;
  items: { customerId: string }[];
}

async function send(
  token: TokenContent,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Body }> {
  const response = await fetch(service.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${await issuer.sign(token)}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

const customer = (id: string) => ({ customer_id: id, scope: 'orders:read orders:write' });
const staff = { scope: 'orders:read orders:write orders:any' };
const place = (token: TokenContent, customerId: string) =>
  send(token, '/orders', { customerId, lines: [{ productId: 'kite-rainbow', quantity: 1 }] });

describe('the token of a customer', () => {
  it('places orders for that customer only', async () => {
    expect((await place(customer('ann'), 'ann')).status).toBe(202);
    expect((await place(customer('ann'), 'bob')).status).toBe(403);
  });

  it('lists, finds and cancels the orders of that customer only', async () => {
    const { orderId } = (await place(customer('bob'), 'bob')).body;
    await place(customer('ann'), 'ann');
    const listed = await send(customer('ann'), '/orders');
    expect(new Set(listed.body.items.map(({ customerId }) => customerId))).toEqual(new Set(['ann']));
    expect((await send(customer('ann'), '/orders?customerId=bob')).status).toBe(403);
    expect((await send(customer('ann'), `/orders/${orderId}`)).status).toBe(404);
    expect((await send(customer('ann'), `/orders/${orderId}/cancel`, {})).status).toBe(404);
    expect((await send(customer('bob'), `/orders/${orderId}`)).status).toBe(200);
    expect((await send(customer('bob'), `/orders/${orderId}/cancel`, {})).status).toBe(202);
  });

  it('needs the scope of each action', async () => {
    expect((await place({ customer_id: 'ann', scope: 'orders:read' }, 'ann')).status).toBe(403);
    expect((await send({ customer_id: 'ann', scope: 'orders:write' }, '/orders')).status).toBe(403);
    expect((await send(customer('ann'), '/imports/orders', { orders: [] })).status).toBe(403);
  });
});

it('a token that names no customer reaches no orders, except with the scope for all', async () => {
  const { orderId } = (await place(customer('ann'), 'ann')).body;
  expect((await send({ scope: 'orders:read' }, '/orders')).status).toBe(403);
  expect((await send(staff, `/orders/${orderId}`)).status).toBe(200);
  expect((await place(staff, 'bob')).status).toBe(202);
  const { items } = (await send(staff, '/orders')).body;
  expect(new Set(items.map(({ customerId }) => customerId))).toEqual(new Set(['ann', 'bob']));
});

it('everyone may read the catalogue', async () => {
  expect((await fetch(`${service.url}/products`)).status).toBe(200);
});
