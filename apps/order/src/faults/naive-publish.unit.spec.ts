import { beforeEach, describe, expect, it } from '@jest/globals';
import { BrokerUnavailable, FaultSwitches, silentLog, type SqlTransaction } from '@waybill/messaging';
import { createInMemoryTransport, type InMemoryTransport } from '@waybill/messaging/testing';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PlacedOrder } from '../domain/order.js';
import { NaivePublish } from './naive-publish.js';

const SUBJECT = 'naive.order.placed.o1';
const order: PlacedOrder = {
  orderId: 'o1',
  customerId: 'alice',
  priority: 'standard',
  currency: 'GBP',
  total: '1',
  lines: [],
  placedAt: new Date(0),
};
const tx: SqlTransaction = { query: async () => ({ rows: [] }) };

describe('the naive publish', () => {
  let broker: InMemoryTransport;
  let faults: FaultSwitches;
  let naive: NaivePublish;
  let lost: object[];

  beforeEach(() => {
    broker = createInMemoryTransport();
    faults = new FaultSwitches(true);
    lost = [];
    const log = { ...silentLog, error: (fields: object) => lost.push(fields) };
    naive = new NaivePublish(faults, log, async () => broker, 1);
  });

  /** A transaction that places the order, and commits unless it is told to fail. */
  const place = (failure?: Error) =>
    naive.afterCommitOf(async (work) => {
      const result = await work(tx);
      if (failure) throw failure;
      return result;
    })(async () => {
      naive.placed(tx, [order]);
      return 'receipt';
    });

  async function untilIdle(): Promise<void> {
    while (naive.underWay > 0) await nextTurn();
  }

  const stored = async () => (await broker.countBySubject('NAIVE', 'naive.>'))[SUBJECT] ?? 0;

  it('publishes what committed, and only while it is on', async () => {
    await faults.set('naive-publish', 1);
    expect(await place()).toBe('receipt');
    await untilIdle();
    expect(await stored()).toBe(1);
    await faults.set('naive-publish', 0);
    await place();
    await untilIdle();
    expect(await stored()).toBe(1);
  });

  it('publishes nothing of a transaction that was rolled back', async () => {
    await faults.set('naive-publish', 1);
    await expect(place(new Error('no stock'))).rejects.toThrow('no stock');
    await untilIdle();
    expect(await stored()).toBe(0);
  });

  it('loses the event of an order while the broker is away, and the order does not notice', async () => {
    await faults.set('naive-publish', 1);
    broker.simulateOutage();
    expect(await place()).toBe('receipt');
    await untilIdle();
    broker.endOutage();
    expect([await stored(), lost]).toEqual([0, [expect.objectContaining({ orderId: 'o1' })]]);
  });

  it('doubles the event whose answer got lost', async () => {
    await faults.set('naive-publish', 1);
    const publish = broker.publish.bind(broker);
    broker.publish = async (message) => {
      await publish(message);
      broker.publish = publish;
      throw new BrokerUnavailable('no answer');
    };
    await place();
    await untilIdle();
    expect([await stored(), lost]).toEqual([2, []]);
  });

  it('can only be switched on while the broker is there', async () => {
    broker.simulateOutage();
    await expect(faults.set('naive-publish', 1)).rejects.toThrow(BrokerUnavailable);
    expect(faults.list()).toMatchObject([{ name: 'naive-publish', value: 0 }]);
  });
});
