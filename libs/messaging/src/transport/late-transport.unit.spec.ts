import { beforeEach, describe, expect, it } from '@jest/globals';
import { BrokerUnavailable } from '../errors.js';
import { createInMemoryTransport, type InMemoryTransport } from '../testing/in-memory-transport.js';
import { LateTransport } from './late-transport.js';

const stream = {
  name: 'ORDER',
  subjects: ['order.>'],
  limits: {},
  defaults: { maxAgeMs: 0, duplicateWindowMs: 0, replicas: 1 },
};
const message = { id: 'a', subject: 'order.placed', headers: {}, body: '{}' };

describe('a transport that still connects', () => {
  let broker: InMemoryTransport;
  let connected: (transport: InMemoryTransport) => void;
  let signal: AbortSignal;
  let late: LateTransport;

  beforeEach(() => {
    broker = createInMemoryTransport();
    late = new LateTransport((giveUp) => {
      signal = giveUp;
      return new Promise((resolve) => (connected = resolve));
    });
  });

  it('refuses to publish at once, and lets everything else wait', async () => {
    expect(late.isConnected()).toBe(false);
    await expect(late.publish(message)).rejects.toThrow(BrokerUnavailable);
    const reconciled = late.reconcile({ streams: [stream], consumers: [] });
    connected(broker);
    await reconciled;
    expect(late.isConnected()).toBe(true);
    expect(await late.publish(message)).toMatchObject({ sequence: 1 });
    expect(await late.read('ORDER', 1)).toMatchObject({ id: 'a' });
    await late.close();
    expect(broker.isConnected()).toBe(false);
  });

  it('gives up when it is closed, without waiting, and closes a connection that comes up all the same', async () => {
    await late.close();
    expect(signal.aborted).toBe(true);
    connected(broker);
    await new Promise((resolve) => setImmediate(resolve));
    expect(broker.isConnected()).toBe(false);
  });
});
