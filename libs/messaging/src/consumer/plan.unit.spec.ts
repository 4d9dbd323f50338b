import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from '../contract/index.js';
import { consumer, type ConsumerOptions } from './define-consumer.js';
import { planConsumers } from './plan.js';
import { on, onBatch } from './subscription.js';

const event = (type: string) =>
  defineEvent({
    type,
    version: 1,
    owner: 'order',
    key: ({ id }) => id,
    schema: z.object({ id: z.string() }),
  });

const OrderPlaced = event('order.placed');
const OrderConfirmed = event('order.confirmed');
const PageViewed = event('behavior.page-viewed');

class First {
  async handle(): Promise<void> {}
}
class Second {
  async handle(): Promise<void> {}
}

const placed = on(OrderPlaced, First);
const billing = (options: Partial<ConsumerOptions> = {}, routes = [placed]) =>
  consumer('billing', { startFrom: 'beginning', ...options }, routes);
const plansOf = (...consumers: Parameters<typeof planConsumers>[0]) =>
  planConsumers(consumers, 10_000).filter(({ replays }) => !replays);
const namesOf = (...consumers: Parameters<typeof planConsumers>[0]) =>
  plansOf(...consumers).map(({ declaration }) => declaration.name);

describe('the durables of a consumer', () => {
  it('are one strict one per lane and partition, for any version of its events', () => {
    const plans = plansOf(billing());
    expect(plans).toHaveLength(16);
    expect(plans[3]).toMatchObject({
      lane: 'express',
      declaration: {
        stream: 'ORDER',
        name: 'billing_express_3of8',
        filters: ['order.placed.*.express.3'],
        maxAckPending: 1,
        ackWaitMs: 10_000,
      },
    });
  });

  it('carry all its events, so that those of a key keep one order', () => {
    const [first, ...others] = plansOf(billing({}, [placed, on(OrderConfirmed, Second)]));
    expect(others).toHaveLength(15);
    expect(first!.declaration.filters).toEqual(['order.placed.*.express.0', 'order.confirmed.*.express.0']);
    expect([...first!.routes].map(([type, { handler }]) => [type, handler])).toEqual([
      ['order.placed', First],
      ['order.confirmed', Second],
    ]);
  });

  it('are of each domain’s own stream', () => {
    const plans = plansOf(billing({}, [placed, on(PageViewed, Second)]));
    expect(plans).toHaveLength(32);
    expect(plans[16]!.declaration).toMatchObject({
      stream: 'BEHAVIOR',
      filters: ['behavior.page-viewed.*.express.0'],
      name: 'billing_express_0of8',
    });
  });

  it('are other ones where partitions, lanes or ordering differ: none is ever filtered differently than it was', () => {
    const ways: Partial<ConsumerOptions>[] = [
      {},
      { partitions: 2 },
      { lanes: 'together' },
      { lanes: 'together', partitions: 1 },
      { ordering: 'none' },
      { ordering: 'none', lanes: 'together' },
    ];
    const names = ways.map((way) => namesOf(billing(way)));
    expect(names[1]).toEqual([
      'billing_express_0of2',
      'billing_express_1of2',
      'billing_standard_0of2',
      'billing_standard_1of2',
    ]);
    expect(names[3]).toEqual(['billing_both_0of1']);
    expect(names[4]).toEqual(['billing_express', 'billing_standard']);
    expect(new Set(names.flat()).size).toBe(names.flat().length);
  });

  it('share the partitions of the wire among them, each one in exactly one', () => {
    for (const partitions of [1, 2, 4, 8] as const) {
      const filters = plansOf(billing({ partitions, lanes: 'together' })).flatMap(
        ({ declaration }) => declaration.filters,
      );
      const taken = partitions === 1 ? ['*'] : ['0', '1', '2', '3', '4', '5', '6', '7'];
      expect(filters.map((filter) => filter.split('.').at(-1)).sort()).toEqual(taken);
    }
  });

  it('hold as much as the stated concurrency without ordering, and two batches for a batch handler', () => {
    expect(plansOf(billing({ ordering: 'none', concurrency: 7 }))[0]!.declaration.maxAckPending).toBe(7);
    const batch = onBatch([OrderPlaced, PageViewed], Second, { maxMessages: 300, maxWait: '2s' });
    expect(plansOf(billing({}, [batch])).map(({ declaration }) => declaration)).toMatchObject([
      { stream: 'ORDER', name: 'billing', filters: ['order.placed.*.*.*'], maxAckPending: 600 },
      { stream: 'BEHAVIOR', name: 'billing', filters: ['behavior.page-viewed.*.*.*'], maxAckPending: 600 },
    ]);
  });

  it('have one more for replays, of letters under former names too', () => {
    const [replays] = planConsumers([billing({ formerly: 'accounting' })], 1).filter((plan) => plan.replays);
    expect(replays!.declaration).toMatchObject({
      stream: 'DEAD',
      name: 'billing_replay',
      filters: ['dead.settled.billing.>', 'dead.settled.accounting.>'],
    });
  });

  it('are refused where two consumers have one name, now or formerly', () => {
    expect(() => plansOf(billing(), billing({ ordering: 'none' }))).toThrow(/named billing/);
    const mail = consumer('mail', { startFrom: 'now', formerly: 'billing' }, [placed]);
    expect(() => plansOf(billing(), mail)).toThrow(/named billing, or were/);
  });
});

describe('a consumer', () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      'a name that is none',
      () => consumer('Billing.x', { startFrom: 'now' }, [placed]),
      /"Billing\.x".*kebab/,
    ],
    ['no event', () => billing({}, []), /takes no event/],
    [
      'an event with two handlers',
      () => billing({}, [placed, on(OrderPlaced, Second)]),
      /two handlers take order\.placed/,
    ],
    [
      'a batch beside something else',
      () => billing({}, [onBatch(OrderConfirmed, Second), placed]),
      /consumer of its own/,
    ],
    [
      'an event that is handled and ignored',
      () => billing({ ignores: ['order.placed'] }),
      /handled and ignored/,
    ],
    ['concurrency in key order', () => billing({ concurrency: 3 }), /"partitions"/],
    [
      'a concurrency that is none',
      () => billing({ ordering: 'none', concurrency: 0 }),
      /positive whole number/,
    ],
    [
      'a group of nothing',
      () => billing({ groupCommit: 0 }),
      /"groupCommit" is a whole number from 1 to 256/,
    ],
    ['partitions without order', () => billing({ ordering: 'none', partitions: 4 }), /"partitions" are for/],
    ['three partitions', () => billing({ partitions: 3 as never }), /1, 2, 4 or 8, not 3/],
    ['a start that is no date', () => billing({ startFrom: new Date('soon') }), /no valid date/],
    [
      'itself as its former name',
      () => billing({ formerly: 'billing' }),
      /"formerly" names the consumer itself/,
    ],
  ])('is refused with %s', (_what, declare, message) => {
    expect(declare).toThrow(message);
    expect(declare).toThrow(TypeError);
  });
});
