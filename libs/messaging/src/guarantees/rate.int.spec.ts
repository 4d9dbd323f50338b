import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventsOf, inversions } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Site } from './testing/site.js';

const KEYS = Array.from({ length: 12 }, (_, index) => `key-${index}`);
const RATE = { messages: 20, per: '1s', burst: 5 } as const;

describe('a consumer has a rate', () => {
  let site: Site;

  beforeEach(async () => {
    site = await Site.open();
  });
  afterEach(() => site[Symbol.asyncDispose]());

  const limited = () => [site.on({ rate: RATE })];

  /** By the database's clock, in milliseconds. */
  async function now(): Promise<number> {
    const { rows } = await site.pool.query<{ ms: number }>(
      'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms',
    );
    return rows[0]!.ms;
  }

  /** The least time that the rate leaves for so many: a slow machine takes longer, and none takes less. */
  const leastMs = (count: number) => ((count - RATE.burst) * 1_000) / RATE.messages;

  it('no more begin than it allows, over two replicas, each once and in the order of its key', async () => {
    const [one] = [
      await site.start({ subscriptions: limited() }),
      await site.start({ subscriptions: limited() }),
    ];
    const begun = await now();
    await site.append(one, eventsOf(KEYS, 60));
    const effects = await site.untilEffects(60);
    expect(effects).toHaveLength(60);
    expect(inversions(effects)).toEqual([]);
    expect((await now()) - begun).toBeGreaterThanOrEqual(leastMs(60));
  });

  it('holds also where a replica is killed', async () => {
    const publisher = await site.start({ roles: ['relay'] });
    const child = await site.startProcess({ roles: ['consumers'], ackWaitMs: 1_000, rate: RATE });
    const begun = await now();
    await site.append(publisher, eventsOf(KEYS, 60));
    await site.untilEffects(15);
    await child.kill();
    await site.start({ subscriptions: limited(), ackWaitMs: 1_000 });
    const effects = await site.untilEffects(60);
    expect(effects).toHaveLength(60);
    expect(inversions(effects)).toEqual([]);
    expect((await now()) - begun).toBeGreaterThanOrEqual(leastMs(60));
  });

  it('leaves with the broker what it may not handle soon: a version without a rate takes it at once', async () => {
    const slow = site.on({ rate: { messages: 2, per: 24 * 60 * 60 * 1000 } });
    const replica = await site.start({ subscriptions: [slow], ackWaitMs: 60_000 });
    await site.append(replica, eventsOf(KEYS, 60));
    await site.untilEffects(2);
    await eventually(async () => (await site.outbox()).pending === 0);
    await site.start({ roles: ['consumers'] });
    const effects = await site.untilEffects(60);
    expect(effects).toHaveLength(60);
    expect(inversions(effects)).toEqual([]);
  });
});
