import { describe, expect, it } from '@jest/globals';
import { BrokerUnavailable } from '../../errors.js';
import type { TransportFixture } from './transport-fixture.js';

export function describeOutages(fixture: TransportFixture): void {
  const { withFeature, message, declare, subscribe, scanAll, settled, reconnected } = fixture;

  describe('through an outage', () => {
    it('refuses to publish at once, and publishes again afterwards', async () => {
      await declare();
      await fixture.transport.publish(message('a'));
      await fixture.harness.breakBroker();
      expect(fixture.transport.isConnected()).toBe(false);
      await expect(fixture.transport.publish(message('b'))).rejects.toThrow(BrokerUnavailable);
      await fixture.harness.mendBroker();
      await reconnected();
      expect(await fixture.transport.publish(message('b'))).toMatchObject({ position: '2' });
    });

    it('goes on consuming afterwards, and loses nothing', async () => {
      const consumer = await declare({ maxAckPending: 4, ackWaitMs: 1_000 });
      for (const id of ['a', 'b', 'c']) await fixture.transport.publish(message(id));
      // Two are handled before the outage, the third is under way.
      let afterwards = false;
      const deliveries = await subscribe(consumer, (delivery) => {
        if (delivery.id !== 'c' || afterwards) delivery.ack();
      });
      await deliveries.reach(3);
      await settled('worker', 1);
      await fixture.harness.breakBroker();
      afterwards = true;
      await fixture.harness.mendBroker();
      await reconnected();
      await fixture.transport.publish(message('d'));
      // A killed broker may have forgotten settlements and counts: what comes again is the inbox's to know.
      await deliveries.until(() => {
        const again = deliveries.ids.slice(3);
        return again.includes('c') && again.includes('d');
      });
      await settled('worker');
      expect(await scanAll('>')).toHaveLength(4);
    });
  });

  describe('closing', () => {
    it('waits for the acks of what was published before', async () => {
      await declare();
      const publishing = Array.from({ length: 50 }, (_, index) =>
        fixture.transport.publish(message(`m${index}`)),
      );
      await fixture.transport.close();
      expect(await Promise.all(publishing)).toHaveLength(50);
      expect(fixture.transport.isConnected()).toBe(false);
      await expect(fixture.transport.publish(message('late'))).rejects.toThrow(BrokerUnavailable);
    });

    it('ends while the broker is down, subscriptions included', async () => {
      const deliveries = await subscribe(await declare());
      await fixture.harness.breakBroker();
      await deliveries.subscription.stop();
      await fixture.transport.close();
      expect(fixture.transport.isConnected()).toBe(false);
    });
  });

  withFeature('foreignDeletes')(
    'takes up a consumer again that was deleted and declared again elsewhere',
    async () => {
      const consumer = await declare();
      const deliveries = await subscribe(consumer, (delivery) => delivery.ack());
      await fixture.transport.publish(message('a'));
      await deliveries.reach(1);
      await fixture.harness.deleteConsumer!(fixture.stream.name, 'worker');
      await declare();
      await deliveries.reach(2);
      // A new consumer starts from the first message.
      expect(deliveries.log).toEqual(['a1', 'a1']);
    },
  );

  withFeature('connections')('leaves other connections alone when it is closed', async () => {
    await declare();
    const other = await fixture.harness.connectAgain!();
    await other.close();
    expect(other.isConnected()).toBe(false);
    await expect(other.publish(message('a'))).rejects.toThrow(BrokerUnavailable);
    expect(await fixture.transport.publish(message('a'))).toMatchObject({ duplicate: false });
  });
}
