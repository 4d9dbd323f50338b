import { beforeEach, describe, expect, it } from '@jest/globals';
import { OrderPlaced } from '@waybill/contracts';
import { BrokerUnavailable, FaultSwitches, silentLog } from '@waybill/messaging';
import type { AppendedEvent } from '@waybill/messaging/operations';
import { createInMemoryTransport, type InMemoryTransport } from '@waybill/messaging/testing';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { NaivePublish } from './naive-publish.js';

const SUBJECT = 'naive.order.placed.o1';
const placed: AppendedEvent = {
  id: '1',
  contract: OrderPlaced,
  key: 'o1',
  subject: 'order.placed.v1.standard.0',
  headers: {},
  body: '{}',
};

describe('the naive publish', () => {
  let broker: InMemoryTransport;
  let faults: FaultSwitches;
  let naive: NaivePublish;
  let lost: object[];
  let committed: (events: readonly AppendedEvent[]) => void;

  beforeEach(() => {
    broker = createInMemoryTransport();
    faults = new FaultSwitches(true);
    lost = [];
    const transactions = {
      onCommitted: (listener: typeof committed) => {
        committed = listener;
        return () => undefined;
      },
    };
    const log = { ...silentLog, error: (fields: object) => lost.push(fields) };
    naive = new NaivePublish(faults, transactions, log, async () => broker, 1);
  });

  const place = () => committed([placed]);

  async function untilIdle(): Promise<void> {
    while (naive.pending > 0) await nextTurn();
  }

  const stored = async () => (await broker.reader.countBySubject('NAIVE', 'naive.>'))[SUBJECT] ?? 0;

  it('publishes committed orders, and only while it is on', async () => {
    await faults.set('naive-publish', 1);
    place();
    await untilIdle();
    expect(await stored()).toBe(1);
    await faults.set('naive-publish', 0);
    place();
    await untilIdle();
    expect(await stored()).toBe(1);
  });

  it('loses the event of an order while the broker is down, without failing the order', async () => {
    await faults.set('naive-publish', 1);
    broker.simulateOutage();
    place();
    await untilIdle();
    broker.endOutage();
    expect([await stored(), lost]).toEqual([0, [expect.objectContaining({ orderId: 'o1' })]]);
  });

  it('duplicates an event whose ack was lost', async () => {
    await faults.set('naive-publish', 1);
    const publish = broker.publish.bind(broker);
    broker.publish = async (message) => {
      await publish(message);
      broker.publish = publish;
      throw new BrokerUnavailable('no ack');
    };
    place();
    await untilIdle();
    expect([await stored(), lost]).toEqual([2, []]);
  });

  it('can only be switched on while the broker is up', async () => {
    broker.simulateOutage();
    await expect(faults.set('naive-publish', 1)).rejects.toThrow(BrokerUnavailable);
    expect(faults.list()).toMatchObject([{ name: 'naive-publish', value: 0 }]);
  });
});
