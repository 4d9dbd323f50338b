import { describe, expect, it } from '@jest/globals';
import { TopologyRefused } from '../../errors.js';
import type { TransportFixture } from './transport-fixture.js';

export function describeReconciling(fixture: TransportFixture): void {
  const { message, declare, subscribe, settled } = fixture;

  describe('reconciling', () => {
    it('changes nothing the second time, and keeps messages and progress', async () => {
      const consumer = await declare();
      await fixture.transport.publish(message('a'));
      const deliveries = await subscribe(consumer, (delivery) => delivery.ack());
      await deliveries.reach(1);
      await settled('worker');
      await declare();
      expect(await fixture.transport.reader.streamStatus(fixture.stream.name)).toMatchObject({ messages: 1 });
      expect(await fixture.transport.reader.consumerStatus(fixture.stream.name, 'worker')).toMatchObject({
        completedTo: '1',
        numPending: 0,
      });
    });

    it('applies a changed setting while the consumer is in use', async () => {
      const deliveries = await subscribe(await declare({ maxAckPending: 1 }));
      for (const id of ['a', 'b', 'c']) await fixture.transport.publish(message(id));
      await deliveries.reach(1);
      await declare({ maxAckPending: 3 });
      deliveries.all[0]!.ack();
      await deliveries.reach(3);
      expect(deliveries.ids).toEqual(['a', 'b', 'c']);
    });

    it('takes a subject more into a stream', async () => {
      await declare();
      fixture.stream.subjects = [`${fixture.domain}.>`, `more${fixture.domain}.>`];
      await declare();
      expect(
        await fixture.transport.publish(message('a', { subject: `more${fixture.domain}.x` })),
      ).toMatchObject({
        position: '1',
      });
    });

    it('comes to one result when several services reconcile the same at once', async () => {
      const consumers = [1, 2, 3].map((number) => ({
        stream: fixture.stream.name,
        name: `worker-${number}`,
        filters: [`${fixture.domain}.>`],
        maxAckPending: 1,
        ackWaitMs: 30_000,
        startAt: 'beginning' as const,
        metadata: {},
      }));
      const another = fixture.harness.connectAgain ? await fixture.harness.connectAgain() : fixture.transport;
      await Promise.all(
        [fixture.transport, another, fixture.transport, another].map((each) =>
          each.reconcile({ streams: [fixture.stream], consumers }),
        ),
      );
      expect(await fixture.transport.reader.streamStatus(fixture.stream.name)).toMatchObject({
        consumers: 3,
      });
    });

    it('refuses a stream whose subjects another one holds, and names both', async () => {
      await declare();
      const thief = {
        ...fixture.stream,
        name: `${fixture.stream.name}X`,
        subjects: [`${fixture.domain}.stolen.>`],
      };
      const refused = fixture.transport.reconcile({ streams: [thief], consumers: [] });
      await expect(refused).rejects.toThrow(TopologyRefused);
      await expect(refused).rejects.toThrow(thief.name);
    });

    it('refuses a consumer of a stream that is not declared', async () => {
      await expect(
        fixture.transport.reconcile({
          streams: [],
          consumers: [
            {
              ...{ stream: 'ABSENT', name: 'worker', filters: ['>'], maxAckPending: 1, ackWaitMs: 1_000 },
              ...{ startAt: 'beginning', metadata: {} },
            },
          ],
        }),
      ).rejects.toThrow(TopologyRefused);
    });
  });
}
