import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventsOf, inversions, recordEffect } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Gate } from './testing/gate.js';
import { Site, type Replica } from './testing/site.js';

const KEYS = Array.from({ length: 8 }, (_, index) => `key-${index}`);

describe('a consumer is paused and resumed', () => {
  let site: Site;

  beforeEach(async () => {
    site = await Site.open();
  });
  afterEach(() => site[Symbol.asyncDispose]());

  const pause = ({ messaging }: Replica, options: { forMs?: number; reason?: string } = {}) =>
    messaging.inspection.reply('consumers.pause', { consumer: site.service, ...options });
  const resume = ({ messaging }: Replica) =>
    messaging.inspection.reply('consumers.resume', { consumer: site.service });
  const untilPausedIn = (...replicas: Replica[]) =>
    eventually(() => replicas.every(({ messaging }) => messaging.notPulling.length === 1), {
      what: 'paused',
    });
  const untilResumedIn = (...replicas: Replica[]) =>
    eventually(() => replicas.every(({ messaging }) => messaging.notPulling.length === 0), {
      what: 'resumed',
    });

  /** Everything is stored, and what has had no effect is still to be delivered. */
  async function expectUntouched(count: number, effects: number): Promise<void> {
    await site.untilPublished();
    expect(await site.stored()).toHaveLength(count);
    await eventually(
      async () => {
        const read = ({ stream, name }: { stream: string; name: string }) =>
          site.broker.reader.consumerStatus(stream, name);
        const statuses = await Promise.all(site.durables.map(read));
        const left = statuses.reduce((sum, each) => sum + each!.numPending + each!.numAckPending, 0);
        return left >= count - effects;
      },
      { what: `${count - effects} messages are left` },
    );
    expect(await site.effectCount()).toBe(effects);
  }

  it('no replica handles anything meanwhile, and then each message once and in the order of its key', async () => {
    const [one, two] = [await site.start(), await site.start()];
    await site.append(one, eventsOf(KEYS, 40));
    await site.untilEffects(40);
    expect(await pause(one, { reason: 'the warehouse moves' })).toEqual({
      consumer: site.service,
      until: null,
      reason: 'the warehouse moves',
    });
    // The replica that was asked obeys at once.
    const stopped = { consumer: site.service, cause: 'paused', detail: 'the warehouse moves' };
    expect(one.messaging.presence.notPulling).toMatchObject([stopped]);
    expect(one.messaging.health.check()).toContainEqual(
      expect.objectContaining({
        name: 'paused',
        status: 'degraded',
        detail: expect.stringContaining(site.service),
      }),
    );
    await untilPausedIn(two);
    await site.append(one, eventsOf(KEYS, 40, 5));
    await expectUntouched(80, 40);
    expect(await resume(two)).toEqual({ consumer: site.service, wasPaused: true });
    const effects = await site.untilEffects(80);
    expect(effects).toHaveLength(80);
    expect(inversions(effects)).toEqual([]);
    await untilResumedIn(one, two);
    const { rows } = await site.pool.query(
      'SELECT action, consumer, detail FROM messaging_audit ORDER BY id',
    );
    expect(rows).toEqual([
      {
        action: 'pause',
        consumer: site.service,
        detail: { forMs: null, reason: 'the warehouse moves' },
      },
      { action: 'resume', consumer: site.service, detail: {} },
    ]);
  });

  it('handlers that run end normally, and what they hold is not handled twice', async () => {
    const gate = new Gate();
    const replica = await site.start({
      ackWaitMs: 1_000,
      handle: async (events, { tx }) => {
        await gate.pass();
        await recordEffect(tx, events);
      },
    });
    await site.append(replica, eventsOf(KEYS, 40));
    // As many as there are slots; others wait for one, in this process.
    await eventually(() => gate.held === 4);
    await pause(replica);
    gate.open();
    await eventually(async () => (await site.effectCount()) === 4);
    await expectUntouched(40, 4);
    await resume(replica);
    const effects = await site.untilEffects(40);
    expect(effects).toHaveLength(40);
    expect(inversions(effects)).toEqual([]);
  });

  it('stays paused where processes are killed and started, and durables deleted', async () => {
    const publisher = await site.start({ roles: ['relay'] });
    const child = await site.startProcess({ roles: ['consumers'] });
    await site.append(publisher, eventsOf(KEYS, 8));
    await site.untilEffects(8);
    await pause(publisher);
    await child.kill();
    for (const { stream, name } of site.durables) await site.broker.admin.deleteConsumer(stream, name);
    await site.append(publisher, eventsOf(KEYS, 8, 1));
    // The durables are made again, at their position, by processes that begin after the pause.
    const started = await site.start();
    await site.startProcess({ roles: ['consumers'] });
    expect(started.messaging.notPulling).toHaveLength(1);
    await expectUntouched(16, 8);
    await resume(publisher);
    const effects = await site.untilEffects(16);
    expect(effects).toHaveLength(16);
    expect(inversions(effects)).toEqual([]);
  });

  it('resumes by itself when its time is over', async () => {
    const replica = await site.start();
    await pause(replica, { forMs: 90 * 24 * 60 * 60 * 1000 });
    await site.append(replica, eventsOf(KEYS, 8));
    await expectUntouched(8, 0);
    const { until } = await pause(replica, { forMs: 1 });
    expect(Date.parse(until!)).not.toBeNaN();
    await site.untilEffects(8);
    expect(await resume(replica)).toEqual({ consumer: site.service, wasPaused: false });
  });

  it('replays of its dead letters and batches wait, too', async () => {
    let healed = false;
    const batches = site.inBatches({ maxMessages: 4, maxWait: '10ms' });
    const replica = await site.start({
      subscriptions: [site.on({ retry: { attempts: 1 } }), batches],
      handle: async (events, { tx, consumer }) => {
        if (!healed && consumer === site.service) throw new Error('not yet');
        await recordEffect(tx, events);
      },
    });
    await site.append(replica, eventsOf(['a'], 1));
    await site.untilEffects(1);
    await eventually(async () => (await site.desk.list({ consumer: site.service })).length === 1);
    healed = true;
    await pause(replica);
    await replica.messaging.inspection.reply('consumers.pause', { consumer: batches.name });
    const [letter] = await site.desk.list({ consumer: site.service });
    await site.desk.replay(letter!.id);
    await site.append(replica, eventsOf(['b'], 6));
    expect(await site.effectCount()).toBe(1);
    await site.untilPublished();
    expect(await site.effectCount()).toBe(1);
    await resume(replica);
    await site.untilEffects(8);
    await replica.messaging.inspection.reply('consumers.resume', { consumer: batches.name });
    expect(await site.untilEffects(14)).toHaveLength(14);
  });

  it('refuses a consumer that the service has not, by name', async () => {
    const replica = await site.start();
    await expect(
      replica.messaging.inspection.reply('consumers.pause', { consumer: 'not-ours' }),
    ).rejects.toThrow(`${site.service} declares no consumer not-ours; it has ${site.service}`);
    await expect(pause(replica, { forMs: 0 })).rejects.toThrow(/forMs/);
  });
});
