import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ConsumerDefinition, ConsumerOptions } from '../consumer/define-consumer.js';
import type { EventContract } from '../contract/index.js';
import { ChangingShop, NO_FAULTS } from './testing/changing-shop.js';
import { eventually } from './testing/eventually.js';
import type { ServiceUnderTest } from './testing/site.js';

/** A change of a consumer, as a deployment brings it: the code before and the code after. */
interface Change {
  before: (shop: ChangingShop) => ConsumerDefinition;
  after: (shop: ChangingShop) => ConsumerDefinition;
  /** What the new code's service is otherwise. */
  as?: ServiceUnderTest;
  /** Published while only the old code runs, while both do, and afterwards. */
  publishes?: (shop: ChangingShop) => [EventContract[], EventContract[], EventContract[]];
  /** Whether it takes effect depends on which code comes by it first. */
  ignored?: (shop: ChangingShop) => EventContract;
  /** Order per key is not promised before or after. */
  unordered?: boolean;
  consumers?: (shop: ChangingShop) => string[];
}

class AnotherName {
  async handle(): Promise<void> {}
}

const options = (before: Partial<ConsumerOptions>, after: Partial<ConsumerOptions>): Change => ({
  before: (shop) => shop.taking([shop.Confirmed, shop.Cancelled], before),
  after: (shop) => shop.taking([shop.Confirmed, shop.Cancelled], after),
});

const changes: [string, Change][] = [
  [
    'an event is added',
    {
      before: (shop) => shop.taking([shop.Confirmed]),
      after: (shop) => shop.taking([shop.Confirmed, shop.Cancelled]),
      publishes: ({ Confirmed, Cancelled }) => [[Confirmed], [Confirmed, Cancelled], [Confirmed, Cancelled]],
    },
  ],
  [
    'an event is removed',
    {
      before: (shop) => shop.taking([shop.Confirmed, shop.Cancelled]),
      after: (shop) => shop.taking([shop.Confirmed], { ignores: [shop.Cancelled.type] }),
      publishes: ({ Confirmed, Cancelled }) => [[Confirmed, Cancelled], [Confirmed, Cancelled], [Confirmed]],
      ignored: ({ Cancelled }) => Cancelled,
    },
  ],
  [
    'a new version is published first',
    {
      before: (shop) => shop.taking([shop.Confirmed]),
      after: (shop) => shop.taking([shop.ConfirmedV2]),
      publishes: ({ Confirmed, ConfirmedV2 }) => [
        [Confirmed, ConfirmedV2],
        [ConfirmedV2],
        [ConfirmedV2, Confirmed],
      ],
    },
  ],
  [
    'a new version is taken first',
    {
      before: (shop) => shop.taking([shop.Confirmed]),
      after: (shop) => shop.taking([shop.ConfirmedV2]),
      publishes: ({ Confirmed, ConfirmedV2 }) => [[Confirmed], [Confirmed], [ConfirmedV2]],
    },
  ],
  ['key order is given up', { ...options({}, { ordering: 'none' }), unordered: true }],
  ['key order is asked for', { ...options({ ordering: 'none' }, {}), unordered: true }],
  ['there are fewer partitions', options({}, { partitions: 2 })],
  ['there are more partitions', options({ partitions: 1 }, { partitions: 8 })],
  ['lanes come together', options({}, { lanes: 'together' })],
  ['lanes part', options({ lanes: 'together' }, {})],
  [
    'the handler has another name',
    {
      before: (shop) => shop.taking([shop.Confirmed, shop.Cancelled]),
      after: (shop) => shop.taking([shop.Confirmed, shop.Cancelled], {}, AnotherName),
    },
  ],
  [
    'the consumer has another name',
    {
      before: (shop) => shop.taking([shop.Confirmed, shop.Cancelled]),
      after: (shop) =>
        shop.taking([shop.Confirmed, shop.Cancelled], {
          as: `${shop.site.service}-renamed`,
          formerly: shop.site.service,
        }),
      consumers: ({ site }) => [site.service, `${site.service}-renamed`],
    },
  ],
  ['the service has another name', { ...options({}, {}), as: { service: 'another-service' } }],
];

describe('nothing is lost, doubled or reordered when a consumer changes', () => {
  let shop: ChangingShop;

  beforeEach(async () => {
    shop = await ChangingShop.open();
  });
  afterEach(() => shop[Symbol.asyncDispose]());

  it.each(changes)('%s: upgraded side by side, rolled back, upgraded again', async (_what, change) => {
    const both = [shop.Confirmed, shop.Cancelled];
    const [first, meanwhile, then] = change.publishes?.(shop) ?? [both, both, both];
    const consumers = change.consumers?.(shop) ?? [shop.site.service];
    const old = () => shop.replica(change.before(shop));
    const upgraded = () => shop.replica(change.after(shop), change.as);

    const one = await old();
    await shop.poison(2, consumers);
    const ignored = change.ignored?.(shop);
    await shop.append(first, 60, { ignored });
    const two = await upgraded();
    await shop.append(meanwhile, 120, { ignored });
    await one.stop();
    await shop.append(then, 60);
    // The way back: what the old code does not know waits for the new one.
    const back = await old();
    await two.stop();
    await shop.append(then, 60);
    const again = await upgraded();
    await shop.append(then, 60);
    await back.stop();

    // Those that are still poisoned wait for their replay.
    await eventually(async () => (await shop.site.effectCount()) >= shop.expectedCount - 2, {
      timeoutMs: 40_000,
    }).catch(() => undefined);
    const letters = await shop.letters(consumers);
    expect(letters.map(({ error }) => error.message)).toEqual(['poison', 'poison']);
    shop.healed = true;
    for (const { id } of letters) await shop.site.desk.replay(id);
    const faults = await shop.faults();
    expect(change.unordered ? { ...faults, reordered: [] } : faults).toEqual(NO_FAULTS);
    expect(again.messaging.waitingEvents.filter(({ type }) => type !== shop.Confirmed.type)).toEqual([]);
  });
});
