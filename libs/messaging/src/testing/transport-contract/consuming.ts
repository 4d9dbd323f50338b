import { describe, expect, it } from '@jest/globals';
import { Deliveries } from '../deliveries.js';
import type { TransportFixture } from './transport-fixture.js';

export function describeConsuming(fixture: TransportFixture): void {
  const { message, declare, subscribe, settled } = fixture;

  describe('consuming', () => {
    it('hands over what was stored before and after it subscribed, in stream order', async () => {
      const consumer = await declare({ maxAckPending: 100 });
      await fixture.transport.publish(message('a'));
      const deliveries = await subscribe(consumer, (delivery) => delivery.ack());
      await fixture.transport.publish(message('b'));
      await fixture.transport.publish(message('c'));
      await deliveries.reach(3);
      expect(deliveries.ids).toEqual(['a', 'b', 'c']);
    });

    it('hands over only what its filter matches', async () => {
      const consumer = await declare({ filters: [`${fixture.domain}.*.express.>`] });
      const deliveries = await subscribe(consumer, (delivery) => delivery.ack());
      await fixture.transport.publish(message('a', { subject: `${fixture.domain}.x.standard.1` }));
      await fixture.transport.publish(message('b', { subject: `${fixture.domain}.x.express.1` }));
      await fixture.transport.publish(message('c', { subject: `${fixture.domain}.y.express.2` }));
      await deliveries.reach(2);
      expect(deliveries.ids).toEqual(['b', 'c']);
    });

    it('does not wait for a settlement before the next delivery, up to maxAckPending', async () => {
      const consumer = await declare({ maxAckPending: 3 });
      for (const id of ['a', 'b', 'c', 'd']) await fixture.transport.publish(message(id));
      const deliveries = await subscribe(consumer);
      await deliveries.reach(3);
      expect(await fixture.transport.reader.consumerStatus(fixture.stream.name, 'worker')).toMatchObject({
        numAckPending: 3,
        numPending: 1,
      });
      deliveries.all[1]!.ack();
      await deliveries.reach(4);
      expect(deliveries.ids).toEqual(['a', 'b', 'c', 'd']);
    });

    it('keeps the order through nak with a delay when maxAckPending is 1', async () => {
      const consumer = await declare();
      for (const id of ['a', 'b', 'c']) await fixture.transport.publish(message(id));
      const deliveries = await subscribe(consumer, (delivery) =>
        delivery.id === 'a' && delivery.deliveryCount < 3 ? delivery.nak(50) : delivery.ack(),
      );
      await deliveries.reach(5);
      expect(deliveries.log).toEqual(['a1', 'a2', 'a3', 'b1', 'c1']);
    });

    it('waits out the delay of a nak', async () => {
      const consumer = await declare();
      await fixture.transport.publish(message('a'));
      const deliveries = await subscribe(consumer, (delivery) =>
        delivery.deliveryCount === 1 ? delivery.nak(300) : delivery.ack(),
      );
      await deliveries.reach(2);
      expect(deliveries.times[1]! - deliveries.times[0]!).toBeGreaterThanOrEqual(280);
    });

    it('redelivers, and counts, what was not acknowledged within the ack wait', async () => {
      const consumer = await declare({ ackWaitMs: 300 });
      await fixture.transport.publish(message('a'));
      const deliveries = await subscribe(consumer, (delivery) => {
        if (delivery.deliveryCount === 2) delivery.ack();
      });
      await deliveries.reach(2);
      expect(deliveries.log).toEqual(['a1', 'a2']);
    });

    it('does not deliver again what is said to be worked on', async () => {
      const consumer = await declare({ ackWaitMs: 1_500, maxAckPending: 2 });
      await fixture.transport.publish(message('worked-on'));
      await fixture.transport.publish(message('left'));
      const deliveries = await subscribe(consumer);
      const [worked] = await deliveries.reach(2);
      const work = setInterval(() => worked!.working(), 100);
      try {
        // The redeliveries of the other one tell that two ack waits are over.
        await deliveries.reach(4);
      } finally {
        clearInterval(work);
      }
      expect(deliveries.log).toEqual(['worked-on1', 'left1', 'left2', 'left3']);
    });

    it('never delivers again what was terminated', async () => {
      const consumer = await declare({ ackWaitMs: 1_000 });
      await fixture.transport.publish(message('a'));
      await fixture.transport.publish(message('b'));
      const deliveries = await subscribe(consumer, (delivery) => {
        if (delivery.id === 'a') delivery.term('cannot be read, line 1');
        // Left alone once, so that an ack wait passes in which "a" could come back.
        else if (delivery.deliveryCount === 2) delivery.ack();
      });
      await deliveries.reach(3);
      expect(deliveries.log).toEqual(['a1', 'b1', 'b2']);
      await settled('worker');
    });

    it('settles a delivery once: later calls do nothing', async () => {
      const consumer = await declare();
      await fixture.transport.publish(message('a'));
      await fixture.transport.publish(message('b'));
      const deliveries = await subscribe(consumer, (delivery) => {
        if (delivery.deliveryCount === 1) delivery.nak(0);
        delivery.ack();
        delivery.term('no');
        delivery.nak(0);
        delivery.working();
      });
      await deliveries.reach(4);
      await settled('worker');
      expect(deliveries.log).toEqual(['a1', 'a2', 'b1', 'b2']);
    });

    it('shares a durable between two subscribers, each message to one of them', async () => {
      const consumer = await declare({ maxAckPending: 10 });
      const second = fixture.harness.connectAgain ? await fixture.harness.connectAgain() : fixture.transport;
      const mine = await subscribe(consumer, (delivery) => delivery.ack());
      const theirs = await subscribe(consumer, (delivery) => delivery.ack(), second);
      const ids = Array.from({ length: 100 }, (_, index) => `m${index}`);
      await Promise.all(ids.map((id) => fixture.transport.publish(message(id))));
      await settled('worker');
      expect([...mine.ids, ...theirs.ids].sort()).toEqual([...ids].sort());
    });

    it('lets another subscriber of the durable take over when one stops', async () => {
      const consumer = await declare();
      const first = await subscribe(consumer, (delivery) => delivery.ack());
      await fixture.transport.publish(message('a'));
      await first.reach(1);
      await first.subscription.stop();
      const second = await subscribe(consumer, (delivery) => delivery.ack());
      await fixture.transport.publish(message('b'));
      await second.reach(1);
      expect([first.ids, second.ids]).toEqual([['a'], ['b']]);
    });

    it('hands over nothing once it is stopped, and gives back at once what was on the way', async () => {
      const consumer = await declare({ maxAckPending: 500 });
      const ids = Array.from({ length: 500 }, (_, index) => `m${index}`);
      await Promise.all(ids.map((id) => fixture.transport.publish(message(id))));
      const first = new Deliveries();
      const subscription = await fixture.transport.subscribe(consumer, (delivery) => {
        first.add(delivery);
        delivery.ack();
        if (first.all.length === 5) void subscription.stop();
      });
      await first.reach(5);
      await subscription.stop();
      // With an ack wait of 30 s the test would time out if they had to wait for it.
      const second = await subscribe(consumer, (delivery) => delivery.ack());
      await second.reach(495);
      expect(first.ids).toHaveLength(5);
      expect([...first.ids, ...second.ids].sort()).toEqual([...ids].sort());
    });

    it('still takes the settlement of a delivery that it handed over before it stopped', async () => {
      const consumer = await declare();
      await fixture.transport.publish(message('a'));
      const deliveries = await subscribe(consumer);
      const [delivery] = await deliveries.reach(1);
      await deliveries.subscription.stop();
      delivery!.ack();
      await settled('worker');
      expect(await fixture.transport.reader.consumerStatus(fixture.stream.name, 'worker')).toMatchObject({
        completedTo: '1',
      });
    });
  });
}
