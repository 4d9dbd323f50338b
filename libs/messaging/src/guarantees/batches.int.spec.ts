import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventsOf, recordEffect } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Site, type ServiceUnderTest } from './testing/site.js';

const keys = Array.from({ length: 50 }, (_, index) => `key-${index}`);

describe('a batch handler', () => {
  let site: Site;

  beforeEach(async () => {
    site = await Site.open();
  });
  afterEach(() => site[Symbol.asyncDispose]());

  const inBatches = (options?: Parameters<Site['inBatches']>[0]): Partial<ServiceUnderTest> => ({
    subscriptions: [site.inBatches(options)],
  });
  /** Effects and inbox rows per database transaction: `xmin` is the transaction that wrote a row. */
  async function transactions(): Promise<{ effects: number; inbox: number }[]> {
    const { rows } = await site.pool.query<{ effects: number; inbox: number }>(
      `SELECT count(*)::int AS effects,
         (SELECT count(*)::int FROM inbox WHERE inbox.xmin = effect.xmin AND consumer = $1) AS inbox
       FROM effect GROUP BY effect.xmin`,
      [`${site.service}-in-batches`],
    );
    return rows;
  }

  it('takes up to 500 messages in one transaction, inbox included', async () => {
    const publisher = await site.start({ roles: ['relay'] });
    for (let from = 0; from < 40; from += 10) await site.append(publisher, eventsOf(keys, 500, from));
    await site.untilPublished();
    await site.start({ ...inBatches(), roles: ['consumers'] });
    await site.untilEffects(2_000);
    const batches = await transactions();
    for (const { effects, inbox } of batches) {
      expect(inbox).toBe(effects);
      expect(effects).toBeLessThanOrEqual(500);
    }
    expect(batches.reduce((sum, { effects }) => sum + effects, 0)).toBe(2_000);
    expect(Math.max(...batches.map(({ effects }) => effects))).toBe(500);
    expect(batches.length).toBeLessThanOrEqual(8);
  });

  it('stops at a poison message only by that message, which is dead-lettered', async () => {
    const replica = await site.start({
      ...inBatches({ retry: { attempts: 2, baseMs: 20 }, maxWait: '200ms' }),
      handle: async (events, { tx }) => {
        await recordEffect(tx, events);
        if (events.some(({ data }) => data.fault)) throw new Error('poison');
      },
    });
    const events = eventsOf(keys, 300).map((event, index) =>
      index === 123 ? { ...event, fault: 'poison' } : event,
    );
    await site.append(replica, events);
    await site.untilEffects(299);
    const letter = await eventually(
      async () => (await site.desk.list({ consumer: `${site.service}-in-batches` }))[0],
    );
    expect(letter).toMatchObject({
      reason: 'attempts-exhausted',
      payload: expect.stringContaining('poison'),
    });
    expect(letter.history).toHaveLength(2);
    expect(await site.effectCount()).toBe(299);
    // Halves, not one by one.
    expect((await transactions()).length).toBeLessThan(30);
  });

  it('gets its messages again as a batch after its process was killed, and handles each once', async () => {
    const ackWaitMs = 1_000;
    const child = await site.startProcess({
      roles: ['relay', 'consumers'],
      batch: true,
      ackWaitMs,
      append: eventsOf(keys, 400),
      dies: 'before-commit',
    });
    expect(await child.exited).toBe('SIGKILL');
    expect(await site.effectCount()).toBe(0);
    await site.start({ ...inBatches({ maxWait: '300ms' }), ackWaitMs });
    await site.untilEffects(400);
    const batches = await transactions();
    expect(batches.reduce((sum, { effects }) => sum + effects, 0)).toBe(400);
    expect(batches.length).toBeLessThanOrEqual(10);
  });
});
