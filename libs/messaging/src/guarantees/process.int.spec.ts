import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { consumer } from '../consumer/define-consumer.js';
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
          fulfilment.startedBy(events.placed, Begin, { initial: () => ({ paid: false, steps: [] }) }),
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
});
