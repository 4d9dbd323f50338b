import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectJetStream } from '@waybill/messaging/jetstream';
import type { StreamTransport } from '@waybill/messaging/operations';
import { eventually } from '@waybill/testing';
import { randomUUID } from 'node:crypto';
import { faultyOrder } from '../testing/faulty-order.js';
import { NaivePublish } from './naive-publish.js';

describe('the naive publish, on a running service', () => {
  const site = faultyOrder();
  let broker: StreamTransport;

  beforeAll(async () => {
    broker = await connectJetStream({ servers: [site.nats.url], name: 'test' });
  });
  afterAll(() => broker?.close());

  const naive = (): Promise<Record<string, number>> =>
    broker.reader.countBySubject('NAIVE', 'naive.order.placed.*');

  it('publishes every order naively too while it is on, including imported ones', async () => {
    await site.set('naive-publish', 1);
    const before = Object.keys(await naive()).length;
    const orderId = await site.place();
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
    const imported = await fetch(site.url('/imports/orders'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ orders: [order, order] }),
    });
    expect(imported.status).toBe(200);
    await eventually(async () => Object.keys(await naive()).length === before + 2);

    await site.set('naive-publish', 0);
    await site.settled(await site.place());
    expect(Object.keys(await naive())).toHaveLength(before + 2);
  });

  it('loses orders placed while the broker is down, which the outbox delivers', async () => {
    await site.set('naive-publish', 1);
    const before = Object.keys(await naive()).length;
    await site.nats.kill();
    let orderId;
    try {
      orderId = await site.place();
      await eventually(() => site.service.app.get(NaivePublish, { strict: false }).pending === 0);
    } finally {
      await site.nats.start();
    }
    expect(await site.settled(orderId)).toMatchObject({ status: 'confirmed' });
    const counts = await eventually(naive);
    expect(Object.keys(counts)).toHaveLength(before);
    // It still works, and the outbox is unaffected.
    const next = await site.place();
    await eventually(async () => (await naive())[`naive.order.placed.${next}`]);
    await site.settled(next);
    const allPlaced = await eventually(async () => {
      const { appended, published, handled } = await site.ask('counters.count', {
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
