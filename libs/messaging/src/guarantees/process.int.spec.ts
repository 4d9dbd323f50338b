import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { consumer } from '../consumer/define-consumer.js';
import type { Dispatched } from '../consumer/observer.js';
import type { EventContract } from '../contract/index.js';
import type { ProcessContext } from '../process/process-handler.js';
import {
  eventsOfFulfilment,
  fulfilment,
  type FulfilmentState,
  type OrderFacts,
} from './testing/fulfilment.js';
import { eventually } from './testing/eventually.js';
import { Site, type Replica, type ServiceUnderTest } from './testing/site.js';

type Context = ProcessContext<FulfilmentState, pg.PoolClient>;

class Begin {
  async handle(): Promise<void> {}
}
class Pay {
  async handle(): Promise<void> {}
}
class GiveUp {
  async handle(): Promise<void> {}
}

interface Instance {
  id: string;
  state: FulfilmentState;
  version: number;
  outcome: string | null;
}

const initial = (): FulfilmentState => ({ paid: false, steps: [] });
const messageOf = ({ error }: Dispatched) => (error as Error | undefined)?.message;
const WAIT = { timeoutMs: 20_000 };

describe('a process', () => {
  let site: Site;
  let events: ReturnType<typeof eventsOfFulfilment>;

  beforeEach(async () => {
    site = await Site.open();
    events = eventsOfFulfilment(site.domain, site.service);
  });
  afterEach(() => site[Symbol.asyncDispose]());

  type Steps = Record<'begin' | 'pay' | 'giveUp', (context: Context, replica: Replica) => Promise<void>>;

  const start = async (steps: Partial<Steps> = {}, options: ServiceUnderTest = {}): Promise<Replica> => {
    const stepOf = { Begin: steps.begin, Pay: steps.pay, GiveUp: steps.giveUp };
    const replica: Replica = await site.start({
      publishes: Object.values(events),
      subscriptions: [
        consumer(site.service, { startFrom: 'beginning' }, [
          fulfilment.startedBy(events.placed, Begin, { initial }),
          fulfilment.on(events.paid, Pay),
          fulfilment.onTimer(events.undecided, GiveUp),
        ]),
      ],
      handle: async ([event], context, { handler: { name } }) => {
        const { process } = context as Context;
        process.state.steps.push(`${name} ${event!.data.n}`);
        await stepOf[name as keyof typeof stepOf]?.(context as Context, replica);
      },
      ...options,
    });
    return replica;
  };
  const publish = (replica: Replica, contract: EventContract<OrderFacts>, data: OrderFacts) =>
    replica.messaging.transactions.run((tx) => replica.messaging.outbox.publish(tx, contract, data));
  const instances = async () => {
    const { rows } = await site.pool.query<Instance>(
      'SELECT id, state, version, outcome FROM process_instance ORDER BY id',
    );
    return rows;
  };
  const untilOutcome = (outcome: string) =>
    eventually(async () => (await instances()).find((each) => each.outcome === outcome), { what: outcome });

  it('is begun by its event, remembers between events, and ends', async () => {
    const replica = await start({
      begin: ({ process }) =>
        process.setTimer(events.undecided, { orderId: process.id, n: 9 }, { delay: '1h' }),
      pay: async ({ process }) => {
        process.state.paid = true;
        process.end('confirmed');
      },
    });
    await publish(replica, events.placed, { orderId: 'a', n: 1 });
    await publish(replica, events.paid, { orderId: 'a', n: 2 });
    expect(await untilOutcome('confirmed')).toEqual({
      id: 'a',
      state: { paid: true, steps: ['Begin 1', 'Pay 2'] },
      version: 2,
      outcome: 'confirmed',
    });
    const { rows } = await site.pool.query('SELECT cancelled_at FROM outbox_scheduled');
    expect(rows).toEqual([{ cancelled_at: expect.any(Date) }]);
  });

  it('is told when its timer is due', async () => {
    const replica = await start({
      begin: ({ process }) =>
        process.setTimer(events.undecided, { orderId: process.id, n: 2 }, { delay: '1h' }),
      giveUp: async ({ process }) => process.end('cancelled'),
    });
    await publish(replica, events.placed, { orderId: 'a', n: 1 });
    await eventually(async () => (await instances()).length === 1);
    await site.pool.query('UPDATE outbox_scheduled SET due_at = clock_timestamp()');
    expect(await untilOutcome('cancelled')).toMatchObject({
      state: { paid: false, steps: ['Begin 1', 'GiveUp 2'] },
    });
  });

  it('sets its timer in the lane of the event in hand', async () => {
    const replica = await start({
      begin: ({ process }) =>
        process.setTimer(events.undecided, { orderId: process.id, n: 2 }, { delay: '1h' }),
    });
    await replica.messaging.transactions.run((tx) =>
      replica.messaging.outbox.publish(tx, events.placed, { orderId: 'a', n: 1 }, { lane: 'express' }),
    );
    await eventually(async () => (await instances()).length === 1);
    const { rows } = await site.pool.query(
      `SELECT split_part(subject, '.', 4) AS lane FROM outbox_scheduled`,
    );
    expect(rows).toEqual([{ lane: 'express' }]);
  });

  it('takes the steps of one process one at a time, and begins once, though its events are many and at once', async () => {
    const replica = await start(
      {},
      {
        subscriptions: [
          consumer(site.service, { startFrom: 'beginning', ordering: 'none' }, [
            fulfilment.startedBy(events.placed, Begin, { initial }),
            fulfilment.startedBy(events.paid, Pay, { initial }),
          ]),
        ],
        concurrency: 16,
      },
    );
    await replica.messaging.transactions.run(async (tx) => {
      for (let n = 0; n < 20; n++) {
        await replica.messaging.outbox.publish(tx, n % 2 ? events.placed : events.paid, { orderId: 'a', n });
      }
    });
    const [process] = await eventually(async () => {
      const all = await instances();
      return all[0]?.version === 20 && all;
    });
    expect(new Set(process!.state.steps).size).toBe(20);
  });

  it('keeps neither state nor timer of a step that fails, and takes it once', async () => {
    let failures = 2;
    const replica = await start({
      begin: async ({ process, attempt }) => {
        await process.setTimer(events.undecided, { orderId: process.id, n: attempt }, { delay: '1h' });
        if (failures-- > 0) throw new Error('not yet');
      },
    });
    await publish(replica, events.placed, { orderId: 'a', n: 1 });
    expect(await eventually(async () => (await instances())[0])).toMatchObject({
      version: 1,
      state: { steps: ['Begin 1'] },
    });
    const { rows } = await site.pool.query(`SELECT payload ->> 'n' AS n FROM outbox_scheduled`);
    expect(rows).toEqual([{ n: '3' }]);
  });

  it('takes a step once though its event is delivered twice', async () => {
    const replica = await start({}, { ackWaitMs: 500 });
    await publish(replica, events.placed, { orderId: 'a', n: 1 });
    await eventually(async () => (await instances()).length === 1);
    // Before that, the relay would mark the row after this.
    await eventually(async () => (await resend()) === 1);
    await replica.spies.all.waitFor(({ outcome }) => outcome === 'duplicate', WAIT);
    expect((await instances())[0]).toMatchObject({ version: 1 });

    async function resend(): Promise<number | null> {
      const { rowCount } = await site.pool.query(
        `UPDATE outbox SET published_at = NULL, resend_id = gen_random_uuid() WHERE published_at IS NOT NULL`,
      );
      return rowCount;
    }
  });

  it.each([
    ['retry', 'dead-lettered', 2],
    ['discard', 'discarded', 1],
  ] as const)(
    'that has not begun: an event is %s, as declared, and so %s',
    async (whenMissing, outcome, attempt) => {
      const replica = await start(
        {},
        {
          subscriptions: [
            consumer(site.service, { startFrom: 'beginning' }, [
              fulfilment.on(events.paid, Pay, { whenMissing, retry: { attempts: 2 } }),
            ]),
          ],
        },
      );
      await publish(replica, events.paid, { orderId: 'unknown', n: 1 });
      const seen = await replica.spies.all.waitFor((each) => each.outcome === outcome, WAIT);
      expect([seen.attempt, messageOf(seen)]).toEqual([
        attempt,
        expect.stringContaining('process fulfilment unknown has not begun'),
      ]);
      expect(await instances()).toEqual([]);
    },
  );

  it('that has ended discards what comes later, or handles it where declared so', async () => {
    const late: string[] = [];
    const replica = await start(
      {
        begin: async ({ process }) => process.end('cancelled'),
        pay: async ({ process }) => void late.push(process.outcome!),
      },
      {
        subscriptions: [
          consumer(site.service, { startFrom: 'beginning' }, [
            fulfilment.startedBy(events.placed, Begin, { initial }),
            fulfilment.on(events.paid, Pay, { whenEnded: 'handle' }),
          ]),
        ],
      },
    );
    await publish(replica, events.placed, { orderId: 'a', n: 1 });
    await publish(replica, events.placed, { orderId: 'a', n: 2 });
    await publish(replica, events.paid, { orderId: 'a', n: 3 });
    const discarded = await replica.spies.all.waitFor(({ outcome }) => outcome === 'discarded', WAIT);
    expect(messageOf(discarded)).toMatch(/has ended as "cancelled": .*placed comes too late$/);
    const [process] = await eventually(async () => {
      const all = await instances();
      return all[0]?.version === 2 && all;
    });
    expect([late, process]).toMatchObject([
      ['cancelled'],
      { outcome: 'cancelled', state: { steps: ['Begin 1', 'Pay 3'] } },
    ]);
  });

  it('takes no timer that was set again or cleared, though its event is on its way already', async () => {
    const replica = await start({
      begin: ({ process }) =>
        process.setTimer(events.undecided, { orderId: process.id, n: 1 }, { delay: '1h' }),
      pay: async ({ process }) => {
        await process.clearTimer(events.undecided);
      },
    });
    await publish(replica, events.placed, { orderId: 'a', n: 1 });
    await eventually(async () => (await instances()).length === 1);
    // The timer's event leaves the outbox only after the payment is handled, and cancelling it comes too late.
    await site.pool.query(
      `WITH due AS (DELETE FROM outbox_scheduled RETURNING *)
       INSERT INTO outbox (message_id, subject, key, bucket, headers, payload, due_at, available_at, attempts)
       SELECT message_id, subject, key, bucket, headers, payload, due_at, now() + interval '1 hour', 1 FROM due`,
    );
    const paid = { orderId: 'a', n: 2 };
    await site.pool.query('UPDATE outbox SET key = key || $1 WHERE attempts = 1', ['-held']);
    await publish(replica, events.paid, paid);
    await eventually(async () => (await instances())[0]?.version === 2);
    await site.pool.query('UPDATE outbox SET available_at = NULL WHERE attempts = 1');
    const stale = await replica.spies.all.waitFor(({ outcome }) => outcome === 'discarded', WAIT);
    expect(messageOf(stale)).toMatch(
      /the timer .*undecided of process fulfilment a was cleared, or set again/,
    );
    expect((await instances())[0]).toMatchObject({ version: 2, outcome: null });
  });

  it('refuses a state that does not fit its schema, and what follows its end, in words', async () => {
    const refused: unknown[] = [];
    const replica = await start({
      begin: async ({ process }) => {
        process.end('done');
        for (const again of [
          () => process.end('again'),
          () => process.setTimer(events.undecided, { orderId: 'a', n: 1 }, { delay: 1 }),
        ]) {
          await Promise.resolve()
            .then(again)
            .catch((error: Error) => refused.push(error.message));
        }
        process.state = { paid: 'yes' } as never;
      },
    });
    await publish(replica, events.placed, { orderId: 'a', n: 1 });
    const { error } = await replica.spies.all.waitFor(({ outcome }) => outcome === 'dead-lettered', WAIT);
    expect(error).toMatchObject({
      code: 'INVALID_PAYLOAD',
      message: expect.stringMatching(/^the state of process fulfilment does not fit .*\/paid/),
    });
    expect(refused).toEqual([
      'process fulfilment a has ended as "done": it cannot end as "again"',
      expect.stringMatching(/^process fulfilment a has ended as "done": a timer .*undecided cannot be set$/),
    ]);
  });

  it('waits for a release that can read its state', async () => {
    await site.pool.query(
      `INSERT INTO process_instance (process, id, state) VALUES ('fulfilment', 'a', '{"paid": 1}')`,
    );
    const replica = await start();
    await publish(replica, events.paid, { orderId: 'a', n: 1 });
    const { error } = await replica.spies.all.waitFor(({ outcome }) => outcome === 'retried', WAIT);
    expect(error).toMatchObject({
      code: 'PROCESS_STATE_UNREADABLE',
      message: expect.stringContaining('/steps'),
    });
  });
});
