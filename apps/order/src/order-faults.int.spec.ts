import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientNats } from '@nestjs/microservices';
import {
  inspectionSubject,
  type InspectionRequest,
  type InspectionRequests,
} from '@waybill/messaging/operations';
import type { TestService } from '@waybill/service/testing';
import {
  createTestDatabase,
  eventually,
  testNats,
  type TestDatabase,
  type TestNatsServer,
} from '@waybill/stack/testing';
import { firstValueFrom, timeout } from 'rxjs';
import { startTestOrder } from './testing/test-service.js';

describe('the faults of the order service', () => {
  let database: TestDatabase;
  let nats: TestNatsServer;
  let service: TestService;
  let client: ClientNats;

  beforeAll(async () => {
    [database, nats] = await Promise.all([createTestDatabase('order'), testNats({ isolated: true })]);
    service = await startTestOrder(
      { databaseUrl: database.url, natsUrl: [nats.url], faults: true },
      { messaging: true },
    );
    client = new ClientNats({ servers: [nats.url], maxReconnectAttempts: -1, reconnectTimeWait: 100 });
    // Inspection uses another connection than the one that readiness waits for.
    await eventually(() => ask('describe', {}));
  });
  afterAll(async () => {
    await client?.close();
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

  it('are the library’s and its own, all off', async () => {
    const faults = await ask('faults.list', {});
    expect(faults.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'duplicate-delivery',
        'failing-handler',
        'payment-declines',
        'poison-next',
        'relay-paused',
        'slow-consumer',
      ]),
    );
    expect(faults.every(({ value }) => value === 0)).toBe(true);
  });

  it('decline every payment while on, and none once off', async () => {
    await set('payment-declines', 1);
    expect(await settled(await place())).toMatchObject({ status: 'rejected' });
    await set('payment-declines', 0);
    expect(await settled(await place())).toMatchObject({ status: 'confirmed' });
  });
});
