import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventsOf, recordEffect } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Gate } from './testing/gate.js';
import { Site } from './testing/site.js';

class Slow {
  async handle(): Promise<void> {}
}

describe('a slow consumer', () => {
  let site: Site;
  let gate: Gate;

  // A site each: a consumer that one test adds would begin with the messages of those before.
  beforeEach(async () => {
    site = await Site.open();
    gate = new Gate();
  });
  afterEach(async () => {
    gate.open();
    await site[Symbol.asyncDispose]();
  });

  it.each([
    ['in key order: one message per partition', () => [site.on()], 8, 3],
    [
      'without order: its concurrency',
      () => [site.on({ ordering: 'none', concurrency: 12 }, { handler: Slow })],
      12,
      3,
    ],
    ['in batches: two of them', () => [site.inBatches({ maxMessages: 10 }, { handler: Slow })], 20, 1],
  ])('holds no more than it may, %s', async (_what, subscriptions, mayHold, mayRun) => {
    const received: string[] = [];
    const transport = await site.connect();
    const subscribe = transport.subscribe.bind(transport);
    transport.subscribe = (consumer, onDelivery) =>
      subscribe(consumer, (delivery) => {
        if (delivery.stream === site.contract.stream) received.push(delivery.id);
        onDelivery(delivery);
      });
    const replica = await site.start({
      transport,
      concurrency: 3,
      subscriptions: subscriptions(),
      handle: async (events, { tx }) => {
        await gate.pass();
        await recordEffect(tx, events);
      },
    });
    const keys = Array.from({ length: 60 }, (_, index) => `key-${index}`);
    await site.append(replica, eventsOf(keys, 300));
    await site.untilPublished();
    await eventually(() => received.length >= mayHold && gate.held === mayRun);
    // All 300 are in the stream, and one round trip after the other passes without another delivery.
    for (let asked = 0; asked < 20; asked++) await site.broker.reader.streamStatus(site.contract.stream);
    expect(received.length).toBe(mayHold);
    gate.open();
    await site.untilEffects(300);
    expect(gate.most).toBe(mayRun);
    expect(await site.effectCount()).toBe(300);
  });

  it('is not sent a message again that it works on for longer than the ack wait', async () => {
    // It is said every third of it, which a machine under load must not miss.
    const ackWaitMs = 2_000;
    const deliveries: number[] = [];
    const transport = await site.connect();
    const subscribe = transport.subscribe.bind(transport);
    transport.subscribe = (consumer, onDelivery) =>
      subscribe(consumer, (delivery) => {
        deliveries.push(delivery.deliveryCount);
        onDelivery(delivery);
      });
    const replica = await site.start({
      transport,
      ackWaitMs,
      concurrency: 1,
      handle: async (_events, { tx }) => {
        await gate.pass();
        await tx.query('SELECT 1');
      },
    });
    // Two keys of two partitions: one runs, the other waits for the slot, and neither comes back.
    await site.append(replica, [
      { key: 'a', n: 0 },
      { key: 'b', n: 0 },
    ]);
    await eventually(() => gate.held === 1 && deliveries.length === 2);
    const started = performance.now();
    await eventually(() => performance.now() - started > 2.5 * ackWaitMs);
    gate.open();
    await replica.spies.all.waitForAll(2, ({ outcome }) => outcome === 'handled', { timeoutMs: 10_000 });
    expect(deliveries).toEqual([1, 1]);
  });
});
