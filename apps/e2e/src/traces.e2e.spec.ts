import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderConfirmed } from '@waybill/contracts';
import { subjectOf } from '@waybill/messaging';
import { connectJetStream } from '@waybill/messaging/jetstream';
import { OtlpReceiver, type ReceivedSpan } from '@waybill/telemetry/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { eventually, Platform } from './support/platform.js';
import { Shop } from './support/shop.js';

let receiver: OtlpReceiver;
let platform: Platform;
let shop: Shop;

beforeAll(async () => {
  receiver = await OtlpReceiver.start();
  platform = await Platform.startWith({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    OTEL_BSP_SCHEDULE_DELAY: '100',
    OTEL_BLRP_SCHEDULE_DELAY: '100',
  });
  shop = new Shop(platform);
}, 240_000);

afterAll(async () => {
  await platform?.stop();
  await receiver?.[Symbol.asyncDispose]();
}, 60_000);

const PLACED = 'order.placed.v1.{lane}.{partition}';
const CONFIRMED = 'order.confirmed.v1.{lane}.{partition}';

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

describe('an order placed over HTTP', () => {
  it('is one trace, continued from the client, through all three services', async () => {
    const client = caller();
    await shop.stock('traced', null);
    const placed = await fetch(`${(await platform.state()).urls.order}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: client.traceparent },
      body: JSON.stringify({ customerId: 'traced', lines: [{ productId: 'traced', quantity: 2 }] }),
    });
    expect(placed.status).toBe(202);
    const { orderId } = (await placed.json()) as { orderId: string };
    await eventually(() => steps(client.traceId).length >= 8, 'all of the order was traced');

    const under = (service: string, name: string) => `${service}: ${name}`;
    const steady = (a: { step: string }, b: { step: string }) => a.step.localeCompare(b.step);
    expect(steps(client.traceId).map(shapeOf).sort(steady)).toEqual(
      [
        { step: 'order: SERVER POST /orders', under: undefined, links: [] },
        { step: `order: PRODUCER create ${PLACED}`, under: under('order', 'POST /orders'), links: [] },
        {
          step: `order: CLIENT publish ${PLACED}`,
          under: under('order', `create ${PLACED}`),
          links: [`create ${PLACED}`],
        },
        {
          step: `order: CONSUMER process ${PLACED}`,
          under: under('order', `create ${PLACED}`),
          links: [`create ${PLACED}`],
        },
        {
          step: `order: PRODUCER create ${CONFIRMED}`,
          under: under('order', `process ${PLACED}`),
          links: [],
        },
        {
          step: `order: CLIENT publish ${CONFIRMED}`,
          under: under('order', `create ${CONFIRMED}`),
          links: [`create ${CONFIRMED}`],
        },
        {
          step: `recommendation: CONSUMER process ${CONFIRMED}`,
          under: under('order', `create ${CONFIRMED}`),
          links: [`create ${CONFIRMED}`],
        },
        {
          // A batch handler's, with a batch of this one message.
          step: `analytics: CONSUMER process ${CONFIRMED}`,
          under: under('order', `create ${CONFIRMED}`),
          links: [`create ${CONFIRMED}`],
        },
      ].sort(steady),
    );

    const server = steps(client.traceId).find(({ kind }) => kind === 'SERVER')!;
    expect(server.parentSpanId).toBe(client.spanId);
    expect(server.attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/orders',
      'http.response.status_code': 202,
      'url.path': '/orders',
    });
    expect(placed.headers.get('traceresponse')).toBe(`00-${client.traceId}-${server.spanId}-01`);
    for (const span of steps(client.traceId).filter(({ kind }) => kind !== 'SERVER')) {
      expect(span.attributes).toMatchObject({
        'messaging.system': 'nats',
        'messaging.message.conversation_id': orderId,
        'messaging.destination.name': expect.stringMatching(/^order\.(placed|confirmed)\.v1\.standard\.\d$/),
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

describe('a message that nobody can read', () => {
  it('has its dead letters in its trace, and a replay in a trace of its own that is linked to it', async () => {
    const publisher = caller();
    const id = randomUUID();
    const broker = await connectJetStream({ servers: [(await platform.state()).nats], name: 'e2e' });
    await broker.publish({
      id,
      subject: subjectOf(OrderConfirmed, 'unreadable', 'standard'),
      headers: { 'ce-id': id, 'ce-type': OrderConfirmed.type, traceparent: publisher.traceparent },
      body: '{"orderId":"not an order"}',
    });
    await broker.close();

    await eventually(() => steps(publisher.traceId).length === 2, 'both consumers have given up on it');
    for (const span of steps(publisher.traceId)) {
      expect(span.name).toBe(`dead_letter ${CONFIRMED}`);
      expect(span.parentSpanId).toBe(publisher.spanId);
      expect(span.links.map(({ spanId }) => spanId)).toEqual([publisher.spanId]);
      expect(span.attributes).toMatchObject({
        'messaging.message.id': id,
        'waybill.dead_letter.reason': 'invalid-payload',
      });
    }
    const logged = () =>
      receiver.logs.filter(({ traceId, body }) => traceId === publisher.traceId && body === 'dead-lettered');
    await eventually(() => logged().length === 2, 'both have said so in the same trace');

    const { stdout } = await platform.waybill('dead-letters', 'list', '--json');
    const [letter] = (JSON.parse(stdout) as { items: { id: string }[] }).items;
    expect(await platform.waybill('dead-letters', 'replay', letter!.id)).toMatchObject({ status: 0 });
    const replay = () => receiver.spans.find(({ name }) => name === `replay ${CONFIRMED}`);
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

describe('what nobody asked about', () => {
  it('makes no spans: probes, metrics, idle relays and consumers', async () => {
    const { urls } = await platform.state();
    for (const path of ['/health/live', '/health/ready', '/metrics']) await fetch(urls.order + path);
    const marker = caller();
    await fetch(`${urls.order}/products?limit=1`, { headers: { traceparent: marker.traceparent } });
    await eventually(() => steps(marker.traceId).length === 1, 'the request after them arrived');
    expect(receiver.spans.filter(({ name }) => /health|metrics/.test(name))).toEqual([]);
    const roots = receiver.spans.filter(({ parentSpanId }) => parentSpanId === undefined);
    expect(new Set(roots.map(({ kind }) => kind))).toEqual(new Set(['SERVER', 'PRODUCER']));
  }, 60_000);
});
