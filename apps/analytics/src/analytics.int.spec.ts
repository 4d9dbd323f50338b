import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderCancelled, OrderConfirmed, type OrderFacts } from '@waybill/contracts';
import { DirectPublisher, silentLog } from '@waybill/messaging';
import { connectJetStream, type JetStreamTransport } from '@waybill/messaging/jetstream';
import { startTestService, testConfig, type TestService } from '@waybill/service/testing';
import { createTestDatabase, testNats, type TestDatabase, type TestNatsServer } from '@waybill/stack/testing';
import { v7 as uuid } from 'uuid';
import { AnalyticsModule } from './analytics.module.js';
import { LiveStream } from './testing/live-stream.js';

let database: TestDatabase;
let nats: TestNatsServer;
let service: TestService;
let transport: JetStreamTransport;
let orders: DirectPublisher;

const start = () =>
  startTestService(
    { name: 'analytics', title: 'Analytics', module: (config) => AnalyticsModule.with(config) },
    { ...testConfig({ databaseUrl: database.url, natsUrl: [nats.url] }), liveClients: 2 },
    { messaging: true },
  );

beforeAll(async () => {
  [database, nats] = await Promise.all([createTestDatabase('analytics'), testNats({ isolated: true })]);
  service = await start();
  transport = await connectJetStream({ servers: [nats.url], name: 'test', log: silentLog });
  orders = new DirectPublisher(transport, 'order');
});
afterAll(async () => {
  await service?.close();
  await transport?.close();
  await nats?.stop();
  await database?.drop();
});

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

async function get(path: string): Promise<Answer> {
  return answerOf(await fetch(service.url + path));
}

async function collect(events: unknown[]): Promise<Answer> {
  return answerOf(
    await fetch(`${service.url}/behavior`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ events }),
    }),
  );
}

async function answerOf(response: Response): Promise<Answer> {
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
  it('counts what was confirmed, takes back what was cancelled, and tells the listeners', async () => {
    const live = await LiveStream.open(service.url);
    const kept = order({ customerId: 'kept' });
    const cancelled = order({ customerId: 'cancelled' });
    const at = new Date().toISOString();
    await orders.publishAll([
      { contract: OrderConfirmed, data: { ...kept, confirmedAt: at } },
      { contract: OrderConfirmed, data: { ...cancelled, confirmedAt: at } },
    ]);
    await live.until(({ total }) => total.orders === 2);
    await orders.publish(OrderCancelled, { ...cancelled, wasConfirmed: true, cancelledAt: at });
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

  it('follows shoppers from the collector to the funnel, to which a resend adds nothing', async () => {
    const live = await LiveStream.open(service.url);
    const soon = new Date(Date.now() + 1_000).toISOString();
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
    const { subjects } = await messagesOf('BEHAVIOR');
    expect(subjects).toHaveLength(3);
  });

  async function messagesOf(stream: string): Promise<{ subjects: string[] }> {
    const subjects = [];
    for await (const message of transport.scan(stream, '>')) subjects.push(message.subject);
    return { subjects };
  }
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
  ])('GET %s is answered with 400 and its pointer', async (path, pointer) => {
    const { status, headers, body } = await get(path);
    expect(status).toBe(400);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body['errors']).toEqual([expect.objectContaining({ pointer })]);
  });

  it('POST /behavior names each fault, and stores nothing of the request', async () => {
    const good = { type: 'product-viewed', sessionId: 'bad-input', productId: 'p' };
    const { status, body } = await collect([good, { ...good, productId: 5 }, { ...good, type: 'x' }, null]);
    expect(status).toBe(400);
    expect((body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
      '/events/1/productId',
      '/events/2/type',
      '/events/3',
    ]);
    for await (const message of transport.scan('BEHAVIOR', '>')) {
      expect(new TextDecoder().decode(message.body)).not.toContain('bad-input');
    }
  });

  it.each(['nobody', `O'Neill"; --`, '🧨', 'x'.repeat(255)])('knows no customer %s', async (id) => {
    expect(await get(`/customers/${encodeURIComponent(id)}`)).toMatchObject({ status: 404 });
  });
});

describe('GET /live', () => {
  const streams: LiveStream[] = [];
  afterEach(async () => {
    for (const stream of streams.splice(0)) await stream.close();
  });

  it('is an event stream that begins with the figures', async () => {
    const live = await LiveStream.open(service.url);
    streams.push(live);
    expect(live.response.headers.get('content-type')).toBe('text/event-stream');
    expect(await live.next()).toMatchObject({
      at: expect.stringMatching(/Z$/),
      currency: 'GBP',
      total: { orders: expect.any(Number), revenue: expect.any(String) },
    });
  });

  it('refuses one client more than the limit with 503', async () => {
    streams.push(await LiveStream.open(service.url), await LiveStream.open(service.url));
    const refused = await get('/live');
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('10');
  });
});

describe('bad days', () => {
  it('refuses events with 503 and Retry-After while the broker is down, and takes the same again once it is up', async () => {
    const events = [{ type: 'product-viewed', eventId: 'down-1', sessionId: 'down', productId: 'p' }];
    await nats.kill();
    const refused = await collect(events);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await get('/sales')).status).toBe(200);
    await nats.start();
    let again = await collect(events);
    while (again.status === 503) again = await collect(events);
    expect(again.body).toEqual({ accepted: 1 });
  });

  it('drains at once with a client on the live stream, which sees it end', async () => {
    const live = await LiveStream.open(service.url);
    await live.next();
    const closing = service.close();
    expect(await live.next()).toBeUndefined();
    const began = performance.now();
    await closing;
    // Far less than clients and servers keep an idle connection.
    expect(performance.now() - began).toBeLessThan(2_000);
    service = await start();
    expect((await get('/sales')).status).toBe(200);
  });
});
