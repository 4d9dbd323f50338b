import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  DeadLetterResolution,
  DeadLettersResponse,
  MessagesResponse,
  OutboxResponse,
  SearchResponse,
  StreamsResponse,
  TopologyResponse,
  TraceDetail,
  TracesResponse,
} from '@waybill/console-api';
import { request } from 'node:http';
import { ConsoleApi } from './support/console-api.js';
import { eventually, Platform } from './support/platform.js';
import { publishUnreadable } from './support/publish-unreadable.js';
import { Shop } from './support/shop.js';
import {
  CONSUMERS_OF_CONFIRMED,
  EVENTS_OF_CONFIRMED,
  ofShop,
  SHOP_SERVICES,
} from './support/shop-services.js';

let platform: Platform;
let shop: Shop;
let api: ConsoleApi;

beforeAll(async () => {
  platform = await Platform.start();
  shop = new Shop(platform);
  api = await ConsoleApi.of(platform);
}, 240_000);

afterAll(() => platform?.stop(), 60_000);

const SETTLEMENT = 'order-settlement';
const SALES = 'analytics-sales';

/** The messages of an order that the shop published, once the console calls all of them complete. */
async function completeMessages(orderId: string): Promise<MessagesResponse> {
  let answer: MessagesResponse | undefined;
  await eventually(async () => {
    answer = await api.get<MessagesResponse>(`/api/messages?orderId=${orderId}`);
    answer.items = answer.items.filter(ofShop);
    return answer.complete && answer.items.length === EVENTS_OF_CONFIRMED.length;
  }, `the messages of ${orderId} are complete`);
  return answer!;
}

async function placeOrder(product: string): Promise<string> {
  await shop.stock(product, null);
  return (await shop.place('console', product)).orderId;
}

describe('the messages of an order', () => {
  it('are shown from the outbox to every consumer, and complete once all have handled them', async () => {
    const orderId = await placeOrder('told-whole');
    const answer = await completeMessages(orderId);
    const handled = (consumer: string) =>
      expect.objectContaining({ consumer, attempt: 1, outcome: 'handled' });
    expect(answer).toMatchObject({ orderId, complete: true, missing: [] });
    expect(answer.items.map(({ type }) => type)).toEqual(EVENTS_OF_CONFIRMED);
    const [placed] = answer.items;
    const confirmed = answer.items.find(({ type }) => type === 'order.confirmed')!;
    expect([placed, confirmed]).toMatchObject([
      {
        type: 'order.placed',
        service: 'order',
        orderId,
        appended: { outboxId: expect.any(String), at: expect.any(String) },
        published: { stream: 'ORDER', sequence: expect.any(Number) },
        consumers: [{ consumer: SETTLEMENT, state: 'done' }],
        payload: { orderId },
      },
      {
        type: 'order.confirmed',
        service: 'order',
        orderId,
        published: { stream: 'ORDER' },
        consumers: expect.arrayContaining(
          CONSUMERS_OF_CONFIRMED.map((consumer) => expect.objectContaining({ consumer, state: 'done' })),
        ),
      },
    ]);
    expect(confirmed.consumers.filter(ofShop)).toHaveLength(CONSUMERS_OF_CONFIRMED.length);
    await eventually(async () => {
      const { items } = await api.get<MessagesResponse>(`/api/messages?orderId=${orderId}`);
      return items.every(({ deliveries, consumers }) => deliveries.length === consumers.length);
    }, 'the spans of every delivery have arrived');
    const { items } = await api.get<MessagesResponse>(`/api/messages?orderId=${orderId}`);
    expect(items.flatMap(({ deliveries }) => deliveries)).toEqual(
      expect.arrayContaining([SETTLEMENT, ...CONSUMERS_OF_CONFIRMED].map(handled)),
    );

    const byEvent = await api.get<MessagesResponse>(`/api/messages?eventId=${items[0]!.eventId}`);
    expect(byEvent.items).toMatchObject([{ eventId: items[0]!.eventId, complete: true }]);
  }, 60_000);

  it('are one trace, which is found by its service, event, order and id', async () => {
    const orderId = await placeOrder('found');
    const { traceId } = (await completeMessages(orderId)).items[0]!;
    let trace: TraceDetail | undefined;
    await eventually(async () => {
      trace = await api.get<TraceDetail>(`/api/traces/${traceId}`);
      // Whether a message is completed is known before the spans of its consumers arrive.
      return trace.complete === true && SHOP_SERVICES.every((name) => trace!.services.includes(name));
    }, 'the trace is complete, and all of it is here');
    expect(trace).toMatchObject({
      rootName: 'POST /orders',
      status: 'ok',
      conversationId: orderId,
      events: expect.arrayContaining(['order.placed', 'order.confirmed']),
    });
    expect(trace!.waits.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['outbox', 'broker']));
    expect(trace!.criticalPath.length).toBeGreaterThan(0);
    for (const query of [
      `orderId=${orderId}`,
      'service=analytics&event=order.confirmed',
      'minDurationMs=0.1',
    ]) {
      const { items } = await api.get<TracesResponse>(`/api/traces?limit=50&${query}`);
      expect(items.map((item) => item.traceId)).toContain(traceId);
    }
    for (const wanted of [orderId, traceId!, traceId!.slice(0, 8)]) {
      const { items } = await api.get<SearchResponse>(`/api/search?q=${wanted}`);
      expect(items).toContainEqual(expect.objectContaining({ traceId }));
    }
    expect((await api.send('GET', `/api/traces/${'0'.repeat(31)}1`)).status).toBe(404);
  }, 60_000);
});

describe('the platform as the console knows it', () => {
  it('has every service, stream, consumer and database, joined as the services declare it', async () => {
    await completeMessages(await placeOrder('joined'));
    const { nodes, edges } = await api.get<TopologyResponse>('/api/topology');
    expect(nodes).toEqual(
      expect.arrayContaining(
        [...SHOP_SERVICES.map((name) => `service:${name}`), 'stream:ORDER', 'database:order'].map((id) =>
          expect.objectContaining({ id, state: 'up' }),
        ),
      ),
    );
    const ids = new Set(nodes.map(({ id }) => id));
    expect(edges.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
    const publishes = edges.find(({ from, to }) => from === 'service:order' && to === 'stream:ORDER');
    expect(publishes).toMatchObject({
      kind: 'publishes',
      events: expect.arrayContaining(['order.placed', 'order.confirmed']),
    });
    expect(edges.filter(({ finding }) => finding?.kind === 'seen-not-declared')).toEqual([]);
  });

  it('has an empty outbox and nothing pending once all is handled', async () => {
    await completeMessages(await placeOrder('drained'));
    await eventually(async () => {
      const { services } = await api.get<OutboxResponse>('/api/outbox');
      return services.some(({ service, pending, parked }) => service === 'order' && pending + parked === 0);
    }, 'the outbox is empty');
    await eventually(async () => {
      const { streams, reachable } = await api.get<StreamsResponse>('/api/streams');
      const consumers = streams.flatMap((stream) => stream.consumers);
      return (
        reachable &&
        ['ORDER', 'BEHAVIOR', 'DEAD'].every((name) => streams.some((stream) => stream.name === name)) &&
        consumers.some(({ consumer }) => consumer === SALES) &&
        consumers.every(({ pending, ackPending }) => pending + ackPending === 0)
      );
    }, 'nothing is pending');
  });
});

describe('a dead letter', () => {
  it('is replayed once, in a trace of its own, and refused a second time', async () => {
    const eventId = await publishUnreadable(platform);
    const letters = async () =>
      (await api.get<DeadLettersResponse>('/api/dead-letters')).items.filter(
        (item) => item.eventId === eventId && ofShop(item),
      );
    await eventually(
      async () => (await letters()).length === CONSUMERS_OF_CONFIRMED.length,
      'it is dead-lettered for each consumer',
    );
    const [first, second] = await letters();
    expect(first).toMatchObject({
      type: 'order.confirmed',
      reason: 'invalid-payload',
      state: 'open',
    });

    const replayed = await api.post<DeadLetterResolution>(`/api/dead-letters/${first!.id}/replay`);
    expect(replayed).toMatchObject({
      id: first!.id,
      state: 'replayed',
      traceId: expect.stringMatching(/^[\da-f]{32}$/),
    });
    expect((await api.send('POST', `/api/dead-letters/${first!.id}/replay`, {})).status).toBe(409);
    await eventually(async () => {
      const { spans } = await api.get<TraceDetail>(`/api/traces/${replayed.traceId}`);
      return spans.some(({ step }) => step === 'replay');
    }, 'the replay is shown in its trace');

    const reason = 'made by a test';
    await api.post(`/api/dead-letters/${second!.id}/discard`, { reason });
    const { items } = await api.get<DeadLettersResponse>('/api/dead-letters?state=all');
    expect(items.find(({ id }) => id === second!.id)).toMatchObject({
      state: 'discarded',
      resolved: { reason },
    });
    expect((await api.send('POST', '/api/dead-letters/999999/replay', {})).status).toBe(404);
  }, 60_000);
});

describe('what changes something', () => {
  /** Headers that only a browser sets itself, so that `fetch` does not let us. */
  async function responseTo(
    headers: Record<string, string>,
    method = 'POST',
    path = '/api/dead-letters/999999/replay',
  ) {
    const { urls } = await platform.state();
    return new Promise<{ status: number; type?: string }>((resolve, reject) => {
      request(urls.console + path, { method, headers: { 'content-type': 'application/json', ...headers } })
        .on('response', (response) => {
          const { statusCode, headers } = response.resume();
          resolve({ status: statusCode!, type: headers['content-type'] });
        })
        .on('error', reject)
        .end(method === 'GET' ? undefined : '{}');
    });
  }

  it('is refused from another site, and from a name that only points here', async () => {
    const { host } = new URL((await platform.state()).urls.console);
    expect(await responseTo({})).toMatchObject({ status: 404 });
    expect(await responseTo({ origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).toMatchObject({
      status: 404,
    });
    const refused = { status: 403, type: expect.stringContaining('application/problem+json') };
    expect(await responseTo({ origin: 'http://elsewhere.example' })).toMatchObject(refused);
    expect(await responseTo({ origin: 'null' })).toMatchObject(refused);
    expect(await responseTo({ 'sec-fetch-site': 'cross-site' })).toMatchObject(refused);
    expect(await responseTo({ 'sec-fetch-site': 'same-site' })).toMatchObject(refused);
    expect(await responseTo({ host: 'rebound.example' })).toMatchObject(refused);
    expect(await responseTo({ host: 'rebound.example' }, 'GET', '/api/outbox')).toMatchObject(refused);
  });

  it('is refused however its address is written', async () => {
    const elsewhere = { origin: 'http://elsewhere.example' };
    for (const path of ['/%61pi/dead-letters/1/replay', '/%73ervices/order/orders']) {
      expect({ path, ...(await responseTo(elsewhere, 'POST', path)) }).toMatchObject({ path, status: 403 });
    }
    expect(await responseTo({ host: 'rebound.example' }, 'GET', '/%61pi/outbox')).toMatchObject({
      status: 403,
    });
  });
});
