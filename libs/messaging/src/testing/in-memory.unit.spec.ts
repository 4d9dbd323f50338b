import { describe, expect, it } from '@jest/globals';
import type { Delivery } from '../transport/transport.js';
import { createManualClock } from './clock.js';
import { createInMemoryTransport } from './in-memory-transport.js';
import { describeTransport } from './transport.contract.js';

describeTransport('the in-memory transport', { connections: false, foreignDeletes: false }, async () => {
  const transport = createInMemoryTransport();
  return {
    transport,
    breakBroker: async () => transport.simulateOutage(),
    mendBroker: async () => transport.endOutage(),
    close: () => transport.close(),
  };
});

describe('the in-memory transport with a manual clock', () => {
  const stream = {
    name: 'ORDER',
    subjects: ['order.>'],
    limits: {},
    defaults: { maxAgeMs: 60_000, duplicateWindowMs: 5_000, replicas: 1 },
  };
  const consumer = {
    stream: 'ORDER',
    name: 'worker',
    filters: ['order.>'],
    maxAckPending: 1,
    ackWaitMs: 30_000,
    startAt: 'beginning' as const,
    metadata: {},
  };
  const message = { id: 'a', subject: 'order.placed', headers: {}, body: '{}' };

  async function start() {
    const clock = createManualClock();
    const transport = createInMemoryTransport({ clock });
    await transport.reconcile({ streams: [stream], consumers: [consumer] });
    return { clock, transport };
  }

  it('forgets an id once the duplicate window is over', async () => {
    const { clock, transport } = await start();
    await transport.publish(message);
    await clock.advance(4_999);
    expect(await transport.publish(message)).toMatchObject({ duplicate: true });
    await clock.advance(1);
    expect(await transport.publish(message)).toMatchObject({ duplicate: false, position: '2' });
  });

  it('drops messages that have grown too old', async () => {
    const { clock, transport } = await start();
    await transport.publish(message);
    await clock.advance(30_000);
    await transport.publish({ ...message, id: 'b' });
    await clock.advance(30_001);
    expect(await transport.reader.read('ORDER', '1')).toBeUndefined();
    expect(await transport.reader.read('ORDER', '2')).toMatchObject({ id: 'b' });
  });

  it('redelivers after the ack wait and not a moment before', async () => {
    const { clock, transport } = await start();
    const deliveries: Delivery[] = [];
    await transport.subscribe(consumer, (delivery) => deliveries.push(delivery));
    await transport.publish(message);
    await clock.advance(29_999);
    expect(deliveries).toHaveLength(1);
    deliveries[0]!.working();
    await clock.advance(29_999);
    expect(deliveries).toHaveLength(1);
    await clock.advance(1);
    expect(deliveries.map(({ deliveryCount }) => deliveryCount)).toEqual([1, 2]);
  });
});
