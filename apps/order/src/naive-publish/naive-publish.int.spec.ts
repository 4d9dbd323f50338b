import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientNats } from '@nestjs/microservices';
import type { StreamTransport } from '@waybill/messaging/operations';
import {
  inspectionSubject,
  type InspectionRequest,
  type InspectionRequests,
} from '@waybill/messaging/operations';
import { connectJetStream } from '@waybill/messaging/jetstream';
import type { TestService } from '@waybill/service/testing';
import {
  createTestDatabase,
  eventually,
  testNats,
  type TestDatabase,
  type TestNatsServer,
} from '@waybill/stack/testing';
import { randomUUID } from 'node:crypto';
import { firstValueFrom, timeout } from 'rxjs';
import { NaivePublish } from './naive-publish.js';
import { startTestOrder } from '../testing/test-service.js';

describe('the naive publish, on a running service', () => {
  let database: TestDatabase;
  let nats: TestNatsServer;
  let service: TestService;
  let client: ClientNats;
  let broker: StreamTransport;

  beforeAll(async () => {
    [database, nats] = await Promise.all([createTestDatabase('order'), testNats({ isolated: true })]);
    service = await startTestOrder(
      { databaseUrl: database.url, natsUrl: [nats.url], faults: true },
      { messaging: true },
    );
    client = new ClientNats({ servers: [nats.url], maxReconnectAttempts: -1, reconnectTimeWait: 100 });
    broker = await connectJetStream({ servers: [nats.url], name: 'test' });
    // Inspection uses another connection than the one that readiness waits for.
    await eventually(() => ask('describe', {}));
  });
  afterAll(async () => {
    await client?.close();
    await broker?.close();
    await service?.close();
    await nats?.stop();
    await database?.drop();
  });
  /** Switches off what a failed test left on. */
  afterEach(async () => {
    const faults = await eventually(() => ask('faults.list', {}));
    for (const { name } of faults) await set(name, 0);
  });

  const ask = <Request extends InspectionRequest>(
    request: Request,
    payload: InspectionRequests[Request]['request'],
  ): Promise<InspectionRequests[Request]['reply']> =>
    firstValueFrom(client.send(inspectionSubject('order', request), payload).pipe(timeout(5_000)));

  const set = (name: string, value: number) => ask('faults.set', { name, value });

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
    eventually(async () => {
      const order = (await (await fetch(`${service.url}/orders/${orderId}`)).json()) as { status: string };
      return order.status === 'placed' ? undefined : order;
    });

  const naive = (): Promise<Record<string, number>> =>
    broker.reader.countBySubject('NAIVE', 'naive.order.placed.*');

  it('publishes every order naively too while it is on, including imported ones', async () => {
    await set('naive-publish', 1);
    const before = Object.keys(await naive()).length;
    const orderId = await place();
    await eventually(async () => (await naive())[`naive.order.placed.${orderId}`] === 1);
    const message = await broker.reader.readLast('NAIVE', `naive.order.placed.${orderId}`);
    expect(JSON.parse(new TextDecoder().decode(message!.body))).toMatchObject({
      orderId,
      customerId: 'alice',
    });

    const order = {
      reference: randomUUID(),
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
    await eventually(async () => Object.keys(await naive()).length === before + 2);

    await set('naive-publish', 0);
    await settled(await place());
    expect(Object.keys(await naive())).toHaveLength(before + 2);
  });

  it('loses orders placed while the broker is down, which the outbox delivers', async () => {
    await set('naive-publish', 1);
    const before = Object.keys(await naive()).length;
    await nats.kill();
    let orderId;
    try {
      orderId = await place();
      await eventually(() => service.app.get(NaivePublish, { strict: false }).pending === 0);
    } finally {
      await nats.start();
    }
    expect(await settled(orderId)).toMatchObject({ status: 'confirmed' });
    const counts = await eventually(naive);
    expect(Object.keys(counts)).toHaveLength(before);
    // It still works, and the outbox is unaffected.
    const next = await place();
    await eventually(async () => (await naive())[`naive.order.placed.${next}`]);
    await settled(next);
    const allPlaced = await eventually(async () => {
      const { appended, published, handled } = await ask('counters.count', {
        since: new Date(0).toISOString(),
      });
      const placed = appended['order.placed'];
      // The order may be settled before the relay has recorded that its event was published.
      return (
        placed === published['order.placed'] && placed === handled['order-settlement order.placed'] && placed
      );
    });
    expect(allPlaced).toBeGreaterThan(1);
  });
});
