import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@waybill/service/testing';
import {
  createTestDatabase,
  eventually,
  testNats,
  type TestDatabase,
  type TestNatsServer,
} from '@waybill/testing';
import { randomUUID } from 'node:crypto';
import { startTestOrder } from './testing/test-service.js';

let database: TestDatabase;
let nats: TestNatsServer;
let service: TestService;

beforeAll(async () => {
  [database, nats] = await Promise.all([createTestDatabase('order'), testNats({ isolated: true })]);
  service = await startTestOrder({ databaseUrl: database.url, natsUrl: [nats.url] }, { messaging: true });
});
afterAll(async () => {
  await service?.close();
  await nats?.stop();
  await database?.drop();
});

/** The fields of all responses. */
interface Body {
  orderId: string;
  customerId: string;
  productId: string;
  status: string;
  total: unknown;
  placedAt: string;
  stock: number;
  items: Body[];
  nextCursor: string;
  errors: { pointer: string }[];
  accepted: number;
  duplicates: number;
  rejected: { reference: string; errors: { pointer: string }[] }[];
}

interface Received {
  status: number;
  headers: Headers;
  body: Body;
}

async function send(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Received> {
  const response = await fetch(service.url + path, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}
const get = (path: string) => send('GET', path);
const post = (path: string, body?: unknown, headers?: Record<string, string>) =>
  send('POST', path, body, headers);
const pointers = ({ body }: Received) => body.errors.map(({ pointer }) => pointer);

const anOrder = (lines: [string, number][] = [['kite-rainbow', 1]], customerId = 'alice') => ({
  customerId,
  lines: lines.map(([productId, quantity]) => ({ productId, quantity })),
});

/** The order, once it is settled. */
function settled(orderId: string): Promise<Body> {
  return eventually(async () => {
    const { body } = await get(`/orders/${orderId}`);
    return body.status !== 'placed' && body;
  });
}

describe('an order', () => {
  it('is accepted at once and confirmed afterwards', async () => {
    const placed = await post('/orders', {
      ...anOrder(
        [
          ['lip-balm-mint', 3],
          ['gift-bag-kraft', 2],
        ],
        `O'Neil "😀"`,
      ),
      priority: 'express',
    });
    expect(placed.status).toBe(202);
    const { orderId } = placed.body;
    expect(placed.headers.get('location')).toBe(`/orders/${orderId}`);
    expect(placed.body).toEqual({
      orderId,
      status: 'placed',
      total: { amount: '8.075', currency: 'GBP' },
      placedAt: expect.stringMatching(/Z$/),
    });

    const order = await settled(orderId);
    expect(order).toEqual({
      orderId,
      customerId: `O'Neil "😀"`,
      status: 'confirmed',
      priority: 'express',
      currency: 'GBP',
      total: '8.075',
      placedAt: placed.body.placedAt,
      lines: [
        { productId: 'lip-balm-mint', description: 'Mint lip balm', quantity: 3, unitPrice: '2.125' },
        { productId: 'gift-bag-kraft', description: 'Kraft gift bag', quantity: 2, unitPrice: '0.85' },
      ],
      history: [
        { status: 'placed', at: placed.body.placedAt },
        { status: 'confirmed', at: expect.any(String) },
      ],
    });
  });

  it('is rejected with a reason if stock is too low or payment is declined', async () => {
    const greedy = await post('/orders', anOrder([['nutcracker-limited', 1_000]]));
    const poor = await post('/orders', anOrder(undefined, 'declined-1'));
    expect(await settled(greedy.body.orderId)).toMatchObject({ status: 'rejected', reason: 'out-of-stock' });
    expect(await settled(poor.body.orderId)).toMatchObject({
      status: 'rejected',
      reason: 'payment-declined',
    });

    const refused = await post(`/orders/${greedy.body.orderId}/cancel`);
    expect(refused).toMatchObject({
      status: 409,
      body: { status: 'rejected', detail: expect.stringContaining('rejected') },
    });
  });

  it('is cancelled once, and returns its stock', async () => {
    const stock = async () => (await get('/products/clock-station')).body.stock;
    const before = await stock();
    const { body } = await post('/orders', anOrder([['clock-station', 2]]));
    await settled(body.orderId);
    expect(await stock()).toBe(before - 2);
    expect(await post(`/orders/${body.orderId}/cancel`)).toMatchObject({
      status: 202,
      body: { orderId: body.orderId, status: 'cancelled' },
    });
    expect(await stock()).toBe(before);
    expect(await post(`/orders/${body.orderId}/cancel`, '')).toMatchObject({
      status: 409,
      body: {
        type: 'urn:waybill:problem:order-not-cancellable',
        detail: expect.stringContaining('cancelled'),
      },
    });
  });

  it('is placed once from two connections with one Idempotency-Key', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const responses = await Promise.all([1, 2, 3, 4].map(() => post('/orders', anOrder(), key)));
    const fresh = responses.filter(
      ({ status, headers }) => status === 202 && headers.get('idempotency-replayed') === null,
    );
    expect(fresh).toHaveLength(1);
    for (const { status } of responses) expect([202, 409]).toContain(status);

    const again = await post('/orders', anOrder(), key);
    expect(again.status).toBe(202);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(fresh[0]!.body);
    expect(await post('/orders', anOrder([['kite-rainbow', 2]]), key)).toMatchObject({ status: 422 });
  });
});

describe('bad input', () => {
  it.each([
    ['no lines', { lines: [] }, ['/lines']],
    [
      '1,001 lines',
      { lines: Array.from({ length: 1001 }, () => ({ productId: 'a', quantity: 1 })) },
      ['/lines'],
    ],
    ['quantity 0', { lines: [{ productId: 'a', quantity: 0 }] }, ['/lines/0/quantity']],
    ['quantity -1', { lines: [{ productId: 'a', quantity: -1 }] }, ['/lines/0/quantity']],
    ['quantity 1.5', { lines: [{ productId: 'a', quantity: 1.5 }] }, ['/lines/0/quantity']],
    ['quantity 10^9', { lines: [{ productId: 'a', quantity: 1e9 }] }, ['/lines/0/quantity']],
    ['a quantity as text', { lines: [{ productId: 'a', quantity: '1' }] }, ['/lines/0/quantity']],
    ['a customer id of 10 kB', { customerId: 'x'.repeat(10_240) }, ['/customerId']],
    ['an empty customer id', { customerId: '' }, ['/customerId']],
    ['a NUL character', { customerId: 'a\0b' }, ['/customerId']],
    [
      'unknown fields',
      { coupon: 1, lines: [{ productId: 'a', quantity: 1, price: 0 }] },
      ['/lines/0/price', '/coupon'],
    ],
    ['an unknown priority', { priority: 'asap' }, ['/priority']],
  ])('gets 400 with its pointer: %s', async (_what, change, expected) => {
    const response = await post('/orders', { ...anOrder(), ...change });
    expect(response.status).toBe(400);
    expect(pointers(response)).toEqual(expected);
  });

  it('gets 422 if products are unknown, with each line', async () => {
    const response = await post(
      '/orders',
      anOrder([
        ['kite-rainbow', 1],
        ['no-such', 1],
      ]),
    );
    expect(response.status).toBe(422);
    expect(pointers(response)).toEqual(['/lines/1/productId']);
  });

  it('gets 400 if the Idempotency-Key is invalid', async () => {
    for (const key of ['a b', 'k'.repeat(256), 'ä']) {
      const response = await post('/orders', anOrder(), { 'idempotency-key': key });
      expect([response.status, pointers(response)]).toEqual([400, ['/idempotency-key']]);
    }
  });

  it('gets 404 if there is no such order', async () => {
    for (const id of [randomUUID(), 'nope', '%00']) {
      expect((await get(`/orders/${id}`)).status).toBe(404);
      expect((await post(`/orders/${id}/cancel`)).status).toBe(404);
    }
  });

  it('leaves nothing behind', async () => {
    const { body } = await get('/orders?customerId=nobody');
    expect(body).toEqual({ items: [] });
  });
});

describe('lists', () => {
  it('have pages, newest first, without losing or repeating orders of the same time', async () => {
    const customerId = `pages-${randomUUID()}`;
    const orders = Array.from({ length: 7 }, (_, i) => ({
      reference: `${customerId}-${i}`,
      customerId,
      placedAt: `2011-01-0${1 + Math.floor(i / 3)}T00:00:00Z`,
      currency: 'GBP',
      lines: [{ productId: 'p', description: '', quantity: i + 1, unitPrice: '1' }],
    }));
    await post('/imports/orders', { orders });
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await get(`/orders?customerId=${customerId}&limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ placedAt }) => placedAt.slice(0, 10)));
      cursor = body.nextCursor;
    } while (cursor);
    expect(seen).toEqual(['3', '2', '2', '2', '1', '1', '1'].map((day) => `2011-01-0${day}`));
    expect((await get(`/orders?customerId=${customerId}&status=rejected`)).body).toEqual({ items: [] });
  });

  it('refuse foreign cursors and invalid limits', async () => {
    for (const query of [
      'cursor=x',
      'cursor=WyJhIl0',
      'limit=0',
      'limit=101',
      'limit=ten',
      'status=lost',
      'page=2',
    ]) {
      expect((await get(`/orders?${query}`)).status).toBe(400);
    }
  });
});

describe('the catalogue', () => {
  it('has at least 48 products, found by id or description in any case', async () => {
    const first = await get('/products?limit=40');
    const second = await get(`/products?limit=40&cursor=${first.body.nextCursor}`);
    expect(first.body.items.length + second.body.items.length).toBeGreaterThanOrEqual(48);
    const { body } = await get('/products?search=VELVET');
    expect(body.items.map(({ productId }) => productId)).toEqual([
      'cushion-velvet-teal',
      'ribbon-velvet-green',
    ]);
  });

  it('accepts new products and new prices, which do not change placed orders', async () => {
    const product = (amount: string, stock: number | null) => ({
      description: 'Fog lamp',
      unitPrice: { amount, currency: 'GBP' },
      stock,
    });
    const productId = `lamp/${randomUUID()}`;
    const path = `/products/${encodeURIComponent(productId)}`;
    const created = await send('PUT', path, product('12.50', 3));
    expect(created).toMatchObject({ status: 201, body: { productId, unitPrice: { amount: '12.5' } } });
    const { body } = await post('/orders', anOrder([[productId, 1]]));
    expect((await send('PUT', path, product('99', null))).status).toBe(200);
    expect((await get(`/orders/${body.orderId}`)).body.total).toBe('12.5');
    expect((await get(path)).body).toMatchObject({
      unitPrice: { amount: '99' },
      stock: null,
    });
  });

  it('refuses an invalid product', async () => {
    const product = { description: 'x', unitPrice: { amount: '1', currency: 'GBP' }, stock: 1 };
    const bad = [
      { stock: -1 },
      { stock: 1.5 },
      { stock: undefined },
      { unitPrice: { amount: '-1', currency: 'GBP' } },
    ];
    for (const change of bad) {
      expect((await send('PUT', '/products/bad', { ...product, ...change })).status).toBe(400);
    }
    expect((await send('PUT', `/products/${'x'.repeat(65)}`, product)).status).toBe(400);
    expect((await get('/products/bad')).status).toBe(404);
  });
});

describe('an import', () => {
  const anImport = () => ({
    reference: randomUUID(),
    customerId: randomUUID(),
    placedAt: '2010-12-01T08:26:00.000Z',
    currency: 'GBP',
    lines: [{ productId: '85123A', description: 'WHITE "HANGING" HEART', quantity: 6, unitPrice: '2.550' }],
  });

  it('accepts and settles valid orders, and reports the errors of the others', async () => {
    const good = anImport();
    const bad = {
      ...good,
      reference: 'bad',
      lines: [{ ...good.lines[0], quantity: 0, unitPrice: 2.5 }],
      note: 1,
    };
    const year0 = { ...good, reference: 'year0', placedAt: '0000-12-01T08:26:00Z' };
    const { status, body } = await post('/imports/orders', { orders: [bad, good, 5, good, year0] });
    expect([status, body.accepted, body.duplicates]).toEqual([200, 1, 1]);
    expect(
      body.rejected.map(({ reference, errors }) => [reference, errors.map(({ pointer }) => pointer)]),
    ).toEqual([
      ['bad', ['/orders/0/lines/0/quantity', '/orders/0/lines/0/unitPrice', '/orders/0/note']],
      ['', ['/orders/2']],
      ['year0', ['/orders/4/placedAt']],
    ]);

    const { items } = (await get(`/orders?customerId=${good.customerId}`)).body;
    expect(items).toHaveLength(1);
    expect(await settled(items[0]!.orderId)).toMatchObject({
      status: 'confirmed',
      total: '15.3',
      placedAt: '2010-12-01T08:26:00.000Z',
    });
    expect((await post('/imports/orders', { orders: [good] })).body).toEqual({
      accepted: 0,
      duplicates: 1,
      rejected: [],
    });
  });

  it('rejects only the order whose text cannot be stored or is too long', async () => {
    const good = anImport();
    const one = (reference: string, change: object = {}, line: object = {}) => ({
      ...good,
      reference,
      lines: [{ ...good.lines[0], ...line }],
      ...change,
    });
    const { status, body } = await post('/imports/orders', {
      orders: [
        one(good.reference),
        one('text\0'),
        one('text-2', { customerId: 'half \ud83d' }),
        one('text-3', {}, { productId: '\0', description: '\0' }),
        one('text-4', {}, { description: 'x'.repeat(256) }),
        one('x'.repeat(256)),
        one('text-6', { 'no\0te': 1 }),
        one(randomUUID()),
      ],
    });
    expect([status, body.accepted, body.duplicates]).toEqual([200, 2, 0]);
    expect(
      body.rejected.map(({ reference, errors }) => [reference, errors.map(({ pointer }) => pointer)]),
    ).toEqual([
      ['text\0', ['/orders/1/reference']],
      ['text-2', ['/orders/2/customerId']],
      ['text-3', ['/orders/3/lines/0/productId', '/orders/3/lines/0/description']],
      ['text-4', ['/orders/4/lines/0/description']],
      ['x'.repeat(255), ['/orders/5/reference']],
      ['text-6', ['/orders/6/no\0te']],
    ]);
    expect((await post('/imports/orders', { orders: [], 'no\0te': 1 })).status).toBe(400);
  });

  it('accepts up to 500 orders and 16 MiB', async () => {
    const good = anImport();
    expect((await post('/imports/orders', { orders: Array(501).fill(good) })).status).toBe(400);
    const padded = JSON.stringify({ orders: [good] });
    expect((await post('/imports/orders', padded.padEnd(16 * 1024 * 1024, ' '))).status).toBe(200);
    expect((await post('/imports/orders', padded.padEnd(16 * 1024 * 1024 + 1, ' '))).status).toBe(413);
  });
});
