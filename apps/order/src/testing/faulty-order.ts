import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { ClientNats } from '@nestjs/microservices';
import {
  inspectionSubject,
  type InspectionRequest,
  type InspectionRequests,
} from '@waybill/messaging/operations';
import type { TestService } from '@waybill/service/testing';
import { eventually, testNats, type TestNatsServer } from '@waybill/testing';
import { firstValueFrom, timeout } from 'rxjs';
import { startTestOrder } from './test-service.js';

/** The service with faults that can be switched, while the tests of the calling file run. */
export function faultyOrder() {
  let nats: TestNatsServer;
  let service: TestService;
  let client: ClientNats;

  beforeAll(async () => {
    nats = await testNats({ isolated: true });
    service = await startTestOrder({ natsUrl: [nats.url], faults: true }, { messaging: true });
    client = new ClientNats({ servers: [nats.url], maxReconnectAttempts: -1, reconnectTimeWait: 100 });
    // Inspection uses another connection than the one that readiness waits for.
    await eventually(() => ask('describe', {}));
  });
  afterAll(async () => {
    await client?.close();
    await service?.close();
    await nats?.stop();
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

  const url = (path: string) => service.url + path;

  return {
    get nats() {
      return nats;
    },
    get service() {
      return service;
    },
    ask,
    set,
    url,

    /** @returns the order's id */
    async place(): Promise<string> {
      const products = (await (await fetch(url('/products'))).json()) as { items: { productId: string }[] };
      const response = await fetch(url('/orders'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          customerId: 'alice',
          lines: [{ productId: products.items[0]!.productId, quantity: 1 }],
        }),
      });
      if (response.status !== 202) throw new Error(`POST /orders: ${response.status}`);
      return ((await response.json()) as { orderId: string }).orderId;
    },

    /** The order, once it is settled. */
    settled: (orderId: string) =>
      eventually(async () => {
        const order = (await (await fetch(url(`/orders/${orderId}`))).json()) as { status: string };
        return order.status === 'placed' ? undefined : order;
      }),
  };
}
