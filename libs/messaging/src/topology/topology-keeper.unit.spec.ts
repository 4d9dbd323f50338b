import { beforeEach, describe, expect, it } from '@jest/globals';
import { ConsumerPlans } from '../consumer/consumer-plans.js';
import { consumer } from '../consumer/define-consumer.js';
import { on } from '../consumer/subscription.js';
import { happenedIn } from '../guarantees/testing/events.js';
import { silentLog } from '../log.js';
import { encodeEvent } from '../message/encode-event.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import { createManualClock, type ManualClock } from '../testing/clock.js';
import { createInMemoryTransport, type InMemoryTransport } from '../testing/in-memory-transport.js';
import { TopologyKeeper } from './topology-keeper.js';

class Handle {
  async handle(): Promise<void> {}
}

describe('where a consumer stands', () => {
  const Happened = happenedIn('shop', 'shop');
  const sales = consumer('shop-sales', { startFrom: 'beginning' }, [on(Happened, Handle)]);
  let transport: InMemoryTransport;
  let keeper: TopologyKeeper;
  let recorded: { stream: string; handledUntil: string }[][];
  let clock: ManualClock;

  beforeEach(async () => {
    clock = createManualClock();
    transport = createInMemoryTransport({ clock });
    recorded = [];
    const tx: SqlTransaction = {
      query: async (sql, values) => {
        if (sql.includes('INSERT INTO consumer_position')) {
          recorded.push(JSON.parse(values![0] as string) as (typeof recorded)[number]);
        }
        return { rows: sql.includes('messaging_identity') ? [{ id: 'this-database' }] : [] };
      },
    };
    keeper = new TopologyKeeper(
      transport,
      { run: (work) => work(tx) },
      {
        ...{ service: 'shop', publishes: [Happened], consumers: [sales], limits: {} },
        plans: new ConsumerPlans([sales], 1_000),
        onReplaced: async () => {},
      },
      silentLog,
    );
    await keeper.reconcile();
  });

  const streams = () => recorded.at(-1)!.map(({ stream }) => stream);

  it('is recorded from the start, for its events and its replays', () => {
    expect(streams()).toEqual(['SHOP', 'DEAD']);
  });

  it('is not told by the rest of its durables while one of them is gone: that one would be made again beyond what waits for it', async () => {
    await transport.admin.deleteConsumer('SHOP', 'shop-sales_standard_0of8');
    await keeper.record();
    expect(streams()).toEqual(['DEAD']);
    await keeper.check();
    expect(await transport.reader.durables('SHOP')).toHaveLength(16);
    expect(streams()).toEqual(['SHOP', 'DEAD']);
  });

  it('is where the durable stands that is furthest behind', async () => {
    const storedAt: number[] = [];
    for (const key of ['one', 'two', 'three', 'four']) {
      await clock.advance(60_000);
      storedAt.push(clock.now());
      await transport.publish(encodeEvent(Happened, { key, n: 1 }, 'shop'));
    }
    // The first message waits; durables without any, and those of the later ones, are ahead of it.
    await keeper.record();
    const [shop] = recorded.at(-1)!;
    expect(Date.parse(shop!.handledUntil)).toBe(storedAt[0]);
  });
});
