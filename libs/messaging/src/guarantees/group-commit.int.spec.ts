import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventsOf, inversions, recordEffect } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Site, type ServiceUnderTest } from './testing/site.js';

const KEYS = Array.from({ length: 40 }, (_, index) => `key-${index}`);
const EVENTS = 2_000;

describe('handlers that share a commit', () => {
  let site: Site;

  beforeEach(async () => {
    site = await Site.open();
  });
  afterEach(() => site[Symbol.asyncDispose]());

  /** Effects and inbox rows per database transaction: `xmin` is the transaction that wrote a row. */
  async function transactions(): Promise<{ effects: number; inbox: number }[]> {
    const { rows } = await site.pool.query<{ effects: number; inbox: number }>(
      `SELECT count(*)::int AS effects,
         (SELECT count(*)::int FROM inbox WHERE inbox.xmin = effect.xmin AND consumer = $1) AS inbox
       FROM effect GROUP BY effect.xmin`,
      [site.service],
    );
    return rows;
  }

  it('commit together what waits, each with its own effect and inbox row', async () => {
    const publisher = await site.start({ roles: ['relay'] });
    await site.append(publisher, eventsOf(KEYS, EVENTS));
    await site.untilPublished();
    await site.start({
      roles: ['consumers'],
      subscriptions: [site.on({ ordering: 'none', concurrency: 64, groupCommit: 32 })],
    });
    await site.untilEffects(EVENTS);
    const groups = await transactions();
    for (const { effects, inbox } of groups) {
      expect(inbox).toBe(effects);
      expect(effects).toBeLessThanOrEqual(32);
    }
    expect(groups.reduce((sum, { effects }) => sum + effects, 0)).toBe(EVENTS);
    expect(groups.length).toBeLessThan(EVENTS / 4);
    expect((await site.effects()).every(({ batch }) => batch === null)).toBe(true);
  });

  it('keep the order of keys and take effect once, across failures, a replica killed in its handler and one that stops', async () => {
    const ackWaitMs = 1_000;
    const service: ServiceUnderTest = {
      ackWaitMs,
      subscriptions: [site.on({ groupCommit: 16, retry: { attempts: 4, baseMs: 20 } })],
      handle: async (events, { tx, attempt }) => {
        const [event] = events;
        await recordEffect(tx, events);
        if (event!.data.n % 17 === 5 && attempt === 1) throw new Error('not at once');
      },
    };
    const first = await site.start(service);
    const child = await site.startProcess({ roles: ['consumers'], ackWaitMs, replica: 'killed' });
    await site.append(first, eventsOf(KEYS, EVENTS));
    await eventually(async () => (await site.effects()).some(({ replica }) => replica === 'killed'));
    const second = await site.start(service);
    await child.kill();
    await first.stop();
    const effects = await site.untilEffects(EVENTS, 50_000);
    await second.stop();
    expect(effects).toHaveLength(EVENTS);
    expect(inversions(effects)).toEqual([]);
    expect(new Set(effects.map(({ eventId }) => eventId)).size).toBe(EVENTS);
    expect((await transactions()).some(({ effects: together }) => together > 1)).toBe(true);
  });
});
