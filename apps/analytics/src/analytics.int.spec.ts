import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderCancelled, OrderCancelledV1, OrderConfirmed, type OrderFacts } from '@waybill/contracts';
import { DirectPublisher, silentLog } from '@waybill/messaging';
import { connectJetStream } from '@waybill/messaging/jetstream';
import { startTestService } from '@waybill/service/testing';
import { createTestDatabase, eventually, testNats } from '@waybill/testing';
import { v7 as uuid } from 'uuid';
import { analytics } from './service.js';
import { LiveStream } from './testing/live-stream.js';

let site: Site;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site?.[Symbol.asyncDispose]());

interface Received {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** The service on empty servers of its own. */
async function openSite() {
  const [database, nats] = await Promise.all([createTestDatabase('analytics'), testNats({ isolated: true })]);
  const config = { databaseUrl: database.url, natsUrl: [nats.url], liveClients: 2 };
  const start = () => startTestService(analytics, { config });
  let service = await start();
  const transport = await connectJetStream({ servers: [nats.url], name: 'test', log: silentLog });
  return {
    nats,
    transport,
    orders: new DirectPublisher(transport, 'order', [OrderConfirmed, OrderCancelled, OrderCancelledV1]),
    get: async (path: string): Promise<Received> => receivedFrom(await fetch(service.url + path)),
    collect: async (events: unknown[]): Promise<Received> =>
      receivedFrom(
        await fetch(`${service.url}/behavior`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ events }),
        }),
      ),
    listen: () => LiveStream.open(service.url),
    stop: () => service.close(),
    async startAgain(): Promise<void> {
      service = await start();
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await service.close();
      await transport.close();
      await nats.stop();
      await database.drop();
    },
  };
}

type Site = Awaited<ReturnType<typeof openSite>>;

async function receivedFrom(response: Response): Promise<Received> {
  const { status, headers } = response;
  return { status, headers, body: (await response.json()) as Record<string, unknown> };
}

const order = (facts: Partial<OrderFacts> = {}): OrderFacts => ({
  orderId: uuid(),
  customerId: 'c-1',
  currency: 'GBP',
  total: '7.65',
  lines: [{ productId: '85123A', description: 'HOLDER', quantity: 3, unitPrice: '2.550' }],
  placedAt: '2010-12-01T08:26:00.000Z',
  ...facts,
});

describe('from events to figures', () => {
  it('subtracts orders cancelled by an event of the previous version', async () => {
    await using own = await openSite();
    const at = new Date().toISOString();
    const [old, recent, kept] = [order(), order(), order()];
    await own.orders.publishAll(
      [old, recent, kept].map((each) => ({ contract: OrderConfirmed, data: { ...each, confirmedAt: at } })),
    );
    const live = await own.listen();
    await live.until(({ total }) => total.orders === 3);
    await own.orders.publish(OrderCancelledV1, { ...old, wasConfirmed: true, cancelledAt: at });
    await own.orders.publish(OrderCancelled, { ...recent, previousStatus: 'confirmed', cancelledAt: at });
    await live.until(({ total }) => total.orders === 1);
    await live.close();
  });

  it('counts confirmed orders, subtracts cancelled ones, and sends both to the listeners', async () => {
    await using own = await openSite();
    const { orders, get } = own;
    const live = await own.listen();
    const kept = order({ customerId: 'kept' });
    const cancelled = order({ customerId: 'cancelled' });
    const at = new Date().toISOString();
    await orders.publishAll([
      { contract: OrderConfirmed, data: { ...kept, confirmedAt: at } },
      { contract: OrderConfirmed, data: { ...cancelled, confirmedAt: at } },
    ]);
    await live.until(({ total }) => total.orders === 2);
    await orders.publish(OrderCancelled, { ...cancelled, previousStatus: 'confirmed', cancelledAt: at });
    await live.until(({ total }) => total.orders === 1);
    await live.close();

    expect((await get('/sales?bucket=month')).body).toEqual({
      currency: 'GBP',
      buckets: [{ start: '2010-12-01T00:00:00.000Z', orders: 1, units: 3, revenue: '7.65' }],
      total: { orders: 1, units: 3, revenue: '7.65' },
    });
    expect((await get('/products/top?by=units&from=2010-12-01&to=2010-12-02&limit=1')).body).toEqual({
      currency: 'GBP',
      items: [{ productId: '85123A', description: 'HOLDER', orders: 1, units: 3, revenue: '7.65' }],
    });
    expect((await get('/customers/kept')).body).toEqual({
      customerId: 'kept',
      currency: 'GBP',
      orders: 1,
      units: 3,
      revenue: '7.65',
      firstOrderAt: '2010-12-01T08:26:00.000Z',
      lastOrderAt: '2010-12-01T08:26:00.000Z',
    });
  });

  it('follows shoppers from the collector to the funnel, and counts a resend once', async () => {
    await using own = await openSite();
    const { orders, get, collect } = own;
    const live = await own.listen();
    const soon = new Date(Date.now() + 60_000).toISOString();
    const events = [
      { type: 'product-viewed', eventId: 'e-1', sessionId: 's-1', productId: '85123A' },
      { type: 'cart-updated', eventId: 'e-2', sessionId: 's-1', productId: '85123A', quantity: 1 },
      { type: 'product-searched', sessionId: 's-2', customerId: 'c-9', query: 'lantern' },
    ];
    expect(await collect(events)).toMatchObject({ status: 202, body: { accepted: 3 } });
    expect(await collect(events.slice(0, 2))).toMatchObject({ status: 202, body: { accepted: 2 } });
    await orders.publish(OrderConfirmed, {
      ...order({ customerId: 'c-9', placedAt: soon }),
      confirmedAt: soon,
    });
    await live.until(({ lastHour }) => lastHour.sessions === 2 && lastHour.orders === 1);
    await live.close();
    expect((await get('/funnel')).body).toEqual({
      sessions: 2,
      viewed: 1,
      carted: 1,
      ordered: 1,
      conversion: 0.5,
    });
    const subjects = [];
    for await (const message of own.transport.reader.scan('BEHAVIOR', '>')) subjects.push(message.subject);
    expect(subjects).toHaveLength(3);
  });
});

describe('bad input', () => {
  it.each([
    ['/sales?from=yesterday', '/from'],
    ['/sales?from=2011-01-01&to=2011-01-01', '/to'],
    ['/sales?bucket=week', '/bucket'],
    ['/sales?colour=red', '/colour'],
    ['/sales?currency=pounds', '/currency'],
    ['/products/top?limit=0', '/limit'],
    ['/products/top?by=orders', '/by'],
    ['/funnel?to=2011-02-30', '/to'],
    ['/customers/c-1?from=2011-01-01', '/from'],
    ['/customers/%00', '/customerId'],
    [`/customers/${'c'.repeat(256)}`, '/customerId'],
  ])('GET %s gets 400 with its pointer', async (path, pointer) => {
    const { status, headers, body } = await site.get(path);
    expect(status).toBe(400);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body['errors']).toEqual([expect.objectContaining({ pointer })]);
  });

  it('POST /behavior reports each error, and stores nothing of the request', async () => {
    const good = { type: 'product-viewed', sessionId: 'bad-input', productId: 'p' };
    const { status, body } = await site.collect([
      good,
      { ...good, productId: 5 },
      { ...good, type: 'x' },
      null,
    ]);
    expect(status).toBe(400);
    expect((body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
      '/events/1/productId',
      '/events/2/type',
      '/events/3',
    ]);
    for await (const message of site.transport.reader.scan('BEHAVIOR', '>')) {
      expect(new TextDecoder().decode(message.body)).not.toContain('bad-input');
    }
  });

  it.each(['nobody', `O'Neill"; --`, '🧨', 'x'.repeat(255)])('has no customer %s', async (id) => {
    expect(await site.get(`/customers/${encodeURIComponent(id)}`)).toMatchObject({ status: 404 });
  });
});

describe('GET /live', () => {
  const streams: LiveStream[] = [];
  afterEach(async () => {
    for (const stream of streams.splice(0)) await stream.close();
  });

  /** The service may not have noticed yet that the listeners of the previous test are gone. */
  const listen = () => eventually(() => site.listen());

  it('is an event stream that begins with the figures', async () => {
    const live = await listen();
    streams.push(live);
    expect(live.response.headers.get('content-type')).toBe('text/event-stream');
    expect(await live.next()).toMatchObject({
      at: expect.stringMatching(/Z$/),
      currency: 'GBP',
      total: { orders: expect.any(Number), revenue: expect.any(String) },
    });
  });

  it('refuses clients over the limit with 503', async () => {
    streams.push(await listen(), await listen());
    const refused = await site.get('/live');
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('10');
  });
});

describe('outages', () => {
  it('refuses events with 503 and Retry-After while the broker is down, and accepts them once it is up', async () => {
    const events = [{ type: 'product-viewed', eventId: 'down-1', sessionId: 'down', productId: 'p' }];
    await site.nats.kill();
    try {
      const refused = await site.collect(events);
      expect(refused.status).toBe(503);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await site.get('/sales')).status).toBe(200);
      // Its reads work, so it stays ready, and reports what does not work.
      expect((await site.get('/health/ready')).status).toBe(200);
      expect((await site.get('/health')).body).toMatchObject({
        status: 'degraded',
        checks: expect.arrayContaining([
          expect.objectContaining({
            name: 'broker',
            role: 'api',
            status: 'degraded',
            detail: expect.stringContaining('behavior.product-viewed'),
          }),
        ]),
      });
    } finally {
      await site.nats.start();
    }
    const taken = await eventually(async () => {
      const again = await site.collect(events);
      return again.status !== 503 && again;
    });
    expect(taken.body).toEqual({ accepted: 1 });
  });

  it('drains with a client on the live stream, which sees it end', async () => {
    const live = await eventually(() => site.listen());
    await live.next();
    // Ended by the service at once: a connection that is cut after the drain's deadline would be an error here.
    const closing = site.stop();
    try {
      expect(await live.next()).toBeUndefined();
    } finally {
      await closing;
      await site.startAgain();
    }
    expect((await site.get('/sales')).status).toBe(200);
  });
});
