import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientNats } from '@nestjs/microservices';
import type { Transport } from '@waybill/messaging';
import {
  inspectionSubject,
  type InspectionRequest,
  type InspectionRequests,
} from '@waybill/messaging/inspection';
import { connectJetStream } from '@waybill/messaging/jetstream';
import { startTestService, testConfig, type TestService } from '@waybill/service/testing';
import { createTestDatabase, testNats, type TestDatabase, type TestNatsServer } from '@waybill/stack/testing';
import { setTimeout as delay } from 'node:timers/promises';
import { firstValueFrom, timeout } from 'rxjs';
import { NaivePublish } from './faults/naive-publish.js';
import { OrderModule } from './order.module.js';

describe('the faults of the order service', () => {
  let database: TestDatabase;
  let nats: TestNatsServer;
  let service: TestService;
  let client: ClientNats;
  let broker: Transport;

  beforeAll(async () => {
    [database, nats] = await Promise.all([createTestDatabase('order'), testNats({ isolated: true })]);
    service = await startTestService(
      { name: 'order', title: 'Order', module: (config) => OrderModule.with(config) },
      {
        ...testConfig({ databaseUrl: database.url, natsUrl: [nats.url], faults: true }),
        idempotencyRetentionHours: 1,
        demoCatalogue: true,
        paymentDeclineOver: undefined,
        paymentDeclineCustomers: [],
        paymentDelayMs: 0,
      },
      { messaging: true },
    );
    client = new ClientNats({ servers: [nats.url], maxReconnectAttempts: -1, reconnectTimeWait: 100 });
    broker = await connectJetStream({ servers: [nats.url], name: 'test' });
    // The connection for questions is another one than the readiness waited for.
    await until(() => ask('describe', {}));
  });
  afterAll(async () => {
    await client?.close();
    await broker?.close();
    await service?.close();
    await nats?.stop();
    await database?.drop();
  });

  const ask = <Request extends InspectionRequest>(
    request: Request,
    payload: InspectionRequests[Request]['request'],
  ): Promise<InspectionRequests[Request]['answer']> =>
    firstValueFrom(client.send(inspectionSubject('order', request), payload).pipe(timeout(5_000)));

  const set = (name: string, value: number) => ask('faults.set', { name, value });

  /** Asks again until the answer is truthy; the test's own time limit ends it. */
  async function until<T>(question: () => Promise<T>): Promise<NonNullable<T>> {
    for (;;) {
      const answer = await question().catch(() => undefined);
      if (answer) return answer;
      await delay(20);
    }
  }

  async function place(): Promise<string> {
    const products = (await (await fetch(`${service.url}/products`)).json()) as {
      items: { productId: string }[];
    };
    const response = await fetch(`${service.url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        customerId: 'alice',
        lines: [{ productId: products.items[0]!.productId, quantity: 1 }],
      }),
    });
    expect(response.status).toBe(202);
    return ((await response.json()) as { orderId: string }).orderId;
  }

  /** The order, once it is settled. */
  const settled = (orderId: string) =>
    until(async () => {
      const order = (await (await fetch(`${service.url}/orders/${orderId}`)).json()) as { status: string };
      return order.status === 'placed' ? undefined : order;
    });

  const naive = (): Promise<Record<string, number>> => broker.countBySubject('NAIVE', 'naive.order.placed.*');

  it('are the library’s and its own, all off', async () => {
    const faults = await ask('faults.list', {});
    expect(faults.map(({ name }) => name).sort()).toEqual([
      'duplicate-delivery',
      'failing-handler',
      'naive-publish',
      'payment-declines',
      'poison-next',
      'relay-paused',
      'slow-consumer',
    ]);
    expect(faults.every(({ value }) => value === 0)).toBe(true);
  });

  it('every payment is declined, and none once that is off', async () => {
    await set('payment-declines', 1);
    expect(await settled(await place())).toMatchObject({ status: 'rejected' });
    await set('payment-declines', 0);
    expect(await settled(await place())).toMatchObject({ status: 'confirmed' });
  });

  it('every order is published naively too while that is on, imported ones as well', async () => {
    expect(await broker.streamNames()).not.toContain('NAIVE');
    await set('naive-publish', 1);
    expect(await naive()).toEqual({});
    const orderId = await place();
    await until(async () => (await naive())[`naive.order.placed.${orderId}`] === 1);
    const message = await broker.readLast('NAIVE', `naive.order.placed.${orderId}`);
    expect(JSON.parse(new TextDecoder().decode(message!.body))).toMatchObject({
      orderId,
      customerId: 'alice',
    });

    const order = {
      reference: 'r1',
      customerId: 'bob',
      placedAt: '2026-01-01T00:00:00Z',
      currency: 'GBP',
      lines: [{ productId: 'p', description: 'P', quantity: 1, unitPrice: '1' }],
    };
    const imported = await fetch(`${service.url}/imports/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ orders: [order, order] }),
    });
    expect(imported.status).toBe(200);
    await until(async () => Object.keys(await naive()).length === 2);

    await set('naive-publish', 0);
    await settled(await place());
    expect(Object.keys(await naive())).toHaveLength(2);
  });

  it('what is ordered while the broker is away reaches the outbox’s consumers, and is lost to the naive way', async () => {
    await set('naive-publish', 1);
    const before = Object.keys(await naive()).length;
    await nats.kill();
    const orderId = await place();
    await until(async () => service.app.get(NaivePublish, { strict: false }).underWay === 0);
    await nats.start();
    expect(await settled(orderId)).toMatchObject({ status: 'confirmed' });
    const counts = await until(naive);
    expect(Object.keys(counts)).toHaveLength(before);
    // It still works, and nothing of this has harmed the real way.
    const next = await place();
    await until(async () => (await naive())[`naive.order.placed.${next}`]);
    await set('naive-publish', 0);
    await settled(next);
    const { appended, published, handled } = await ask('counters.count', {
      since: new Date(0).toISOString(),
    });
    const placed = appended['order.placed'];
    expect([published['order.placed'], handled['order-settle-order-when-order-placed order.placed']]).toEqual(
      [placed, placed],
    );
  });
});
