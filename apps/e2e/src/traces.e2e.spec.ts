import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { OtlpReceiver, type ReceivedSpan } from '@waybill/telemetry/testing';
import { randomBytes } from 'node:crypto';
import { Faults } from './support/faults.js';
import { eventually, Platform } from './support/platform.js';
import { publishUnreadable } from './support/publish-unreadable.js';
import { Shop } from './support/shop.js';
import { CONSUMERS_OF_CONFIRMED, ofShop } from './support/shop-services.js';

let receiver: OtlpReceiver;
let platform: Platform;
let shop: Shop;
let faults: Faults;

beforeAll(async () => {
  receiver = await OtlpReceiver.start();
  platform = await Platform.startWith({
    ...receiver.environment,
    OTEL_BSP_SCHEDULE_DELAY: '100',
    OTEL_BLRP_SCHEDULE_DELAY: '100',
  });
  shop = new Shop(platform);
  faults = await Faults.of(platform);
}, 240_000);

afterAll(async () => {
  await faults?.[Symbol.asyncDispose]();
  await platform?.stop();
  await receiver?.[Symbol.asyncDispose]();
}, 60_000);

afterEach(() => faults.heal());

const PLACED = 'order.placed.v1.{lane}.{partition}';
const REQUESTED = 'order.payment-requested.v1.{lane}.{partition}';
const OVERDUE = 'order.payment-overdue.v1.{lane}.{partition}';
const AUTHORISED = 'payment.authorised.v1.{lane}.{partition}';
const CONFIRMED = 'order.confirmed.v1.{lane}.{partition}';
const CAPTURED = 'payment.captured.v1.{lane}.{partition}';

/** A caller that traces: what it sends, and the trace and span that it sends it from. */
function caller() {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-01` };
}

/** Requests and messages, without what runs inside: calls of our classes, statements of Prisma's. */
function steps(traceId: string): ReceivedSpan[] {
  return receiver.spans.filter((span) => span.traceId === traceId && isStep(span));
}

function isStep({ kind, name }: ReceivedSpan): boolean {
  return kind !== 'INTERNAL' && !name.startsWith('prisma:');
}

/** Those of the shop's own services: others may listen to its events too. */
function shopSteps(traceId: string): ReceivedSpan[] {
  return steps(traceId).filter(ofShop);
}

/** Service, kind and name; the nearest step above it; the steps that it is linked to. */
function shapeOf(span: ReceivedSpan) {
  const find = (spanId: string | undefined) => receiver.spans.find((other) => other.spanId === spanId);
  let parent = find(span.parentSpanId);
  while (parent && !isStep(parent)) parent = find(parent.parentSpanId);
  return {
    step: `${span.service}: ${span.kind} ${span.name}`,
    under: parent && `${parent.service}: ${parent.name}`,
    links: span.links.map((link) => find(link.spanId)?.name),
    ...(span.failed && { failed: true }),
  };
}

/** The spans of a message: its creation, its publishing, and its handling by each service, by batch or alone. */
function message(service: string, name: string, under: string, consumers: readonly string[]) {
  const created = { under: `${service}: create ${name}`, links: [`create ${name}`] };
  return [
    { step: `${service}: PRODUCER create ${name}`, under, links: [] },
    { step: `${service}: CLIENT publish ${name}`, ...created },
    ...consumers.map((consumer) => ({ step: `${consumer}: CONSUMER process ${name}`, ...created })),
  ];
}

describe('an order placed over HTTP', () => {
  it('is one trace, continued from the client, through all services of the shop', async () => {
    const client = caller();
    await shop.stock('traced', null);
    const placed = await fetch(`${(await platform.state()).urls.order}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: client.traceparent },
      body: JSON.stringify({ customerId: 'traced', lines: [{ productId: 'traced', quantity: 2 }] }),
    });
    expect(placed.status).toBe(202);
    const { orderId } = (await placed.json()) as { orderId: string };
    const expected = [
      { step: 'order: SERVER POST /orders', under: undefined, links: [] },
      ...message('order', PLACED, 'order: POST /orders', ['order']),
      ...message('order', REQUESTED, `order: process ${PLACED}`, ['payment']),
      // The timer: it is cancelled before it is published.
      { step: `order: PRODUCER create ${OVERDUE}`, under: `order: process ${PLACED}`, links: [] },
      ...message('payment', AUTHORISED, `payment: process ${REQUESTED}`, ['order']),
      ...message('order', CONFIRMED, `order: process ${AUTHORISED}`, [
        'recommendation',
        'analytics',
        'payment',
      ]),
      ...message('payment', CAPTURED, `payment: process ${CONFIRMED}`, []),
    ];
    await eventually(
      () => shopSteps(client.traceId).length >= expected.length,
      'all of the order was traced',
    );
    const steady = (a: { step: string }, b: { step: string }) => a.step.localeCompare(b.step);
    expect(shopSteps(client.traceId).map(shapeOf).sort(steady)).toEqual(expected.sort(steady));

    const server = steps(client.traceId).find(({ kind }) => kind === 'SERVER')!;
    expect(server.parentSpanId).toBe(client.spanId);
    expect(server.attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/orders',
      'http.response.status_code': 202,
      'url.path': '/orders',
    });
    expect(placed.headers.get('traceresponse')).toBe(`00-${client.traceId}-${server.spanId}-01`);
    for (const span of shopSteps(client.traceId).filter(({ kind }) => kind !== 'SERVER')) {
      expect(span.attributes).toMatchObject({
        'messaging.system': 'nats',
        'messaging.message.conversation_id': orderId,
        'messaging.destination.name': expect.stringMatching(/^(order|payment)\.[a-z-]+\.v1\.standard\.\d$/),
      });
    }
    const inside = receiver.spans.filter((span) => span.traceId === client.traceId && !isStep(span));
    const names = new Set(inside.map(({ name }) => name));
    for (const name of ['OrdersController.place', 'PlaceOrder.execute', 'prisma:client:db_query']) {
      expect(names).toContain(name);
    }
    expect([...names].filter((name) => /^prisma:client:(?!db_query$)/.test(name))).toEqual([]);
  }, 120_000);
});

describe('an order whose consumer fails at first', () => {
  it('has a span for each attempt, all under the same creation, until one has handled it', async () => {
    const client = caller();
    await shop.stock('retried', null);
    await faults.switchOn('order', 'failing-handler', 100);
    await shop.place('retried', 'retried', 1, {}, { traceparent: client.traceparent });
    const attempts = () =>
      steps(client.traceId).filter(
        ({ name, service }) => service === 'order' && name === `process ${PLACED}`,
      );
    await eventually(() => attempts().length > 0, 'the first attempt has failed');
    await faults.heal();
    const outcomes = () => attempts().map(({ attributes }) => attributes['waybill.process.outcome']);
    await eventually(() => outcomes().includes('handled'), 'a later attempt has handled it');

    const creation = steps(client.traceId).find(({ name }) => name === `create ${PLACED}`)!;
    const inOrder = attempts().sort((a, b) => Number(a.startedAt - b.startedAt));
    expect(inOrder.length).toBeGreaterThan(1);
    inOrder.forEach((span, index) => {
      const last = index === inOrder.length - 1;
      expect(span).toMatchObject({
        kind: 'CONSUMER',
        parentSpanId: creation.spanId,
        links: [{ traceId: client.traceId, spanId: creation.spanId }],
        failed: !last,
        attributes: {
          'waybill.process.attempt': index + 1,
          'waybill.process.outcome': last ? 'handled' : 'retried',
          'messaging.message.id': creation.attributes['messaging.message.id'],
        },
      });
    });
    expect(inOrder[0]!.attributes).toMatchObject({ 'waybill.process.retry_delay_ms': expect.any(Number) });
    expect(shopSteps(client.traceId).filter(({ name }) => name.startsWith('dead_letter'))).toEqual([]);
  }, 120_000);
});

describe('orders that a batch handler finds waiting', () => {
  it('are handled under one span in a trace of its own, which is linked to the creation of each', async () => {
    await shop.stock('batched', null);
    await platform.pause('analytics');
    const clients = [caller(), caller(), caller()];
    for (const { traceparent } of clients) await shop.place('batched', 'batched', 1, {}, { traceparent });
    const creations = () =>
      clients.flatMap(({ traceId }) => steps(traceId).filter(({ name }) => name === `create ${CONFIRMED}`));
    await eventually(() => creations().length === 3, 'all three are confirmed');
    await platform.resume('analytics');

    const placedHere = new Set(clients.map(({ traceId }) => traceId));
    const batch = () =>
      receiver.spans.find(
        ({ service, links, kind }) =>
          service === 'analytics' &&
          kind === 'CONSUMER' &&
          links.length === 3 &&
          links.every(({ traceId }) => placedHere.has(traceId)),
      );
    await eventually(() => batch() !== undefined, 'the batch was traced');
    expect(batch()).toMatchObject({
      name: `process ${CONFIRMED}`,
      parentSpanId: undefined,
      attributes: { 'messaging.batch.message_count': 3, 'waybill.process.outcome': 'handled' },
    });
    expect(placedHere).not.toContain(batch()!.traceId);
    const linked = batch()!.links.map(({ spanId, attributes }) => [
      spanId,
      attributes['messaging.message.id'],
    ]);
    const created = creations().map(({ spanId, attributes }) => [spanId, attributes['messaging.message.id']]);
    expect(linked.sort()).toEqual(created.sort());
  }, 120_000);
});

describe('a message that no consumer can read', () => {
  it('has its dead letters in its trace, and a replay in a trace of its own that is linked to it', async () => {
    const publisher = caller();
    const id = await publishUnreadable(platform, { traceparent: publisher.traceparent });

    await eventually(
      () => shopSteps(publisher.traceId).length === CONSUMERS_OF_CONFIRMED.length,
      'it is dead-lettered for each consumer',
    );
    for (const span of shopSteps(publisher.traceId)) {
      expect(span.name).toBe(`dead_letter ${CONFIRMED}`);
      expect(span.parentSpanId).toBe(publisher.spanId);
      expect(span.links.map(({ spanId }) => spanId)).toEqual([publisher.spanId]);
      expect(span.attributes).toMatchObject({
        'messaging.message.id': id,
        'waybill.dead_letter.reason': 'invalid-payload',
      });
    }
    const logged = () =>
      receiver.logs.filter(
        (log) => log.traceId === publisher.traceId && log.body === 'dead-lettered' && ofShop(log),
      );
    await eventually(
      () => logged().length === CONSUMERS_OF_CONFIRMED.length,
      'each has logged it in the same trace',
    );

    const { stdout } = await platform.waybill('dead-letters', 'list', '--json');
    const { items } = JSON.parse(stdout) as { items: { id: string; eventId: string }[] };
    const letter = items.find(({ eventId }) => eventId === id);
    expect(await platform.waybill('dead-letters', 'replay', letter!.id)).toMatchObject({ status: 0 });
    const replay = () =>
      receiver.spans.find(
        ({ name, links }) => name === `replay ${CONFIRMED}` && links[0]?.traceId === publisher.traceId,
      );
    await eventually(
      () => Boolean(replay()) && steps(replay()!.traceId).length === 2,
      'the replay was traced',
    );

    expect(replay()).toMatchObject({
      service: 'waybill-cli',
      kind: 'PRODUCER',
      parentSpanId: undefined,
      links: [{ traceId: publisher.traceId, spanId: publisher.spanId }],
    });
    expect(replay()!.traceId).not.toBe(publisher.traceId);
    const again = steps(replay()!.traceId).find(({ kind }) => kind === 'CLIENT')!;
    expect(again).toMatchObject({ name: `dead_letter ${CONFIRMED}`, parentSpanId: replay()!.spanId });
  }, 120_000);
});

describe('what no request or message causes', () => {
  it('makes no spans: probes, metrics, idle relays and consumers, the console and what it asks the services', async () => {
    const { urls } = await platform.state();
    const from = BigInt(Date.now()) * 1_000_000n;
    for (const url of Object.values(urls)) {
      for (const path of ['/health/live', '/health/ready', '/metrics']) await fetch(url + path);
    }
    if (urls.console) {
      const paths = ['topology', 'outbox', 'streams', 'dead-letters', 'faults', 'messages?orderId=nobody'];
      for (const path of paths) await fetch(`${urls.console}/api/${path}`);
    }
    const marker = caller();
    await fetch(`${urls.order}/products?limit=1`, { headers: { traceparent: marker.traceparent } });
    await eventually(() => steps(marker.traceId).length === 1, 'the request after them arrived');
    const since = receiver.spans.filter(({ startedAt }) => startedAt >= from);
    expect(since.filter(({ traceId }) => traceId !== marker.traceId)).toEqual([]);
    expect(receiver.spans.filter(({ name }) => /health|metrics|\/api\//.test(name))).toEqual([]);
    expect(new Set(receiver.spans.map(({ service }) => service))).not.toContain('console');
    // What may begin a trace: a request, a replay, a batch.
    const roots = receiver.spans.filter(({ parentSpanId }) => parentSpanId === undefined);
    expect(roots.filter(({ kind }) => !['SERVER', 'PRODUCER', 'CONSUMER'].includes(kind))).toEqual([]);
  }, 60_000);
});
