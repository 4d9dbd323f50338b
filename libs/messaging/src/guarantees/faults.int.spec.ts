import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FaultSwitches } from '../faults/fault-switches.js';
import { eventsOf } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Site, type Replica, type ServiceUnderTest } from './testing/site.js';

const WAIT = { timeoutMs: 20_000 };
/** Until it is healed. */
const PATIENT = { attempts: 10_000, baseMs: 1, maxMs: 10 };
const SOON = { attempts: 3, baseMs: 1, maxMs: 2 };

class InBatches {
  async handle(): Promise<void> {}
}

describe('what a switch breaks is seen, and healing it loses nothing', () => {
  let site: Site;
  let faults: FaultSwitches;

  beforeEach(async () => {
    site = await Site.open();
    faults = new FaultSwitches(true);
  });
  afterEach(() => site[Symbol.asyncDispose]());

  const start = (options: ServiceUnderTest = {}) => site.start({ faults, ...options });

  /** Each effect once, nothing waiting, nothing given up. */
  async function expectWhole(count: number): Promise<void> {
    expect(await site.untilEffects(count)).toHaveLength(count);
    await site.untilPublished();
    expect(await site.desk.list({ consumer: site.service })).toEqual([]);
    expect(await site.effectCount()).toBe(count);
  }

  const outcomes = ({ spies }: Replica) => spies.all.seen.map(({ outcome }) => outcome);

  it('a slow consumer takes its time with each message', async () => {
    const replica = await start();
    await faults.set('slow-consumer', 1_500);
    await site.append(replica, eventsOf(['a'], 1));
    const { seconds } = await replica.spies.all.waitFor(() => true, WAIT);
    expect(seconds).toBeGreaterThanOrEqual(1.495);
    await faults.set('slow-consumer', 0);
    await site.append(replica, eventsOf(['a'], 1, 1));
    await expectWhole(2);
    expect(replica.spies.all.seen[1]!.seconds).toBeLessThan(1.495);
  });

  it('a slow consumer does not hold up a shutdown beyond its deadline', async () => {
    const slow = await start({ drainMs: 50, ackWaitMs: 2_000 });
    await faults.set('slow-consumer', 10_000);
    await site.append(slow, eventsOf(['a'], 1));
    await site.untilPublished();
    await eventually(async () => (await site.pool.query(IN_TRANSACTION)).rows.length > 0, {
      what: 'the handler has begun',
    });
    const began = performance.now();
    await slow.stop();
    expect(performance.now() - began).toBeLessThan(5_000);
    await site.start();
    await expectWhole(1);
  });

  it('a failing handler is retried until it is healed', async () => {
    const replica = await start({ subscriptions: [site.on({ retry: PATIENT })] });
    await faults.set('failing-handler', 100);
    await site.append(replica, eventsOf(['a', 'b'], 4));
    const failed = await replica.spies.all.waitForAll(4, ({ outcome }) => outcome === 'retried', WAIT);
    expect(String(failed[0]!.error)).toContain('failing-handler');
    expect(await site.effectCount()).toBe(0);
    await faults.set('failing-handler', 0);
    await expectWhole(4);
  });

  it('some attempts fail, by percent, and every message takes effect all the same', async () => {
    const replica = await start({ subscriptions: [site.on({ retry: PATIENT })] });
    await faults.set('failing-handler', 50);
    await site.append(replica, eventsOf(['a', 'b', 'c', 'd'], 40));
    await expectWhole(40);
    expect(outcomes(replica)).toContain('retried');
    expect(outcomes(replica).filter((outcome) => outcome === 'handled')).toHaveLength(40);
  });

  it('a poisoned message fails at every attempt and is dead-lettered; others pass; healed, its replay succeeds', async () => {
    const replica = await start({ subscriptions: [site.on({ retry: SOON })] });
    await faults.set('poison-next', 1);
    const [first] = await site.append(replica, eventsOf(['a'], 1));
    await replica.spies.all.waitFor(({ outcome }) => outcome === 'dead-lettered', WAIT);
    await site.append(replica, eventsOf(['a', 'b'], 4, 1));
    await site.untilEffects(4);
    const [letter, ...others] = await site.desk.list({ consumer: site.service });
    expect([letter!.eventId, letter!.history.length, others]).toEqual([first, SOON.attempts, []]);
    await faults.set('poison-next', 0);
    await site.desk.replay(letter!.id);
    await expectWhole(5);
  });

  it('a poisoned message that is healed in time takes effect without a replay', async () => {
    const replica = await start({ subscriptions: [site.on({ retry: PATIENT })] });
    await faults.set('poison-next', 1);
    await site.append(replica, eventsOf(['a'], 1));
    await replica.spies.all.waitForAll(2, ({ outcome }) => outcome === 'retried', WAIT);
    await faults.set('poison-next', 0);
    await expectWhole(1);
  });

  it('a message whose handler hangs fails at its deadline, blocks no other key, and takes effect once healed', async () => {
    const replica = await start({ subscriptions: [site.on({ retry: PATIENT, timeout: '100ms' })] });
    await faults.set('hang-next', 1);
    await site.append(replica, eventsOf(['a'], 1));
    const [late] = await replica.spies.all.waitForAll(2, ({ outcome }) => outcome === 'retried', WAIT);
    expect(late!.error).toMatchObject({ code: 'HANDLER_TIMED_OUT' });
    await site.append(replica, eventsOf(['b'], 2));
    await site.untilEffects(2);
    await faults.set('hang-next', 0);
    await expectWhole(3);
  });

  it('a poisoned message stops itself only in a batch too', async () => {
    const replica = await start({
      subscriptions: [site.inBatches({ maxMessages: 20, retry: SOON }, { handler: InBatches })],
    });
    await faults.set('poison-next', 2);
    await site.append(replica, eventsOf(['a', 'b'], 20));
    await replica.spies.all.waitForAll(2, ({ outcome }) => outcome === 'dead-lettered', WAIT);
    await site.untilEffects(18);
    await faults.set('poison-next', 0);
    const letters = await site.desk.list();
    const ours = letters.filter(({ service }) => service === site.service);
    expect(ours).toHaveLength(2);
    for (const { id } of ours) await site.desk.replay(id);
    await expectWhole(20);
  });

  it('duplicate deliveries come from the broker, and the inbox detects each', async () => {
    const replica = await start();
    await faults.set('duplicate-delivery', 1);
    await site.append(replica, eventsOf(['a', 'b'], 6));
    await replica.spies.all.waitForAll(6, ({ outcome }) => outcome === 'duplicate', WAIT);
    expect(outcomes(replica).filter((outcome) => outcome === 'handled')).toHaveLength(6);
    await faults.set('duplicate-delivery', 0);
    await site.append(replica, eventsOf(['a', 'b'], 4, 3));
    await expectWhole(10);
    await site.untilSettled(site.durables);
    expect(outcomes(replica).filter((outcome) => outcome === 'duplicate')).toHaveLength(6);
  });

  it('a paused relay publishes nothing, and everything in order once it goes on', async () => {
    const replica = await start();
    await faults.set('relay-paused', 1);
    await site.append(replica, eventsOf(['a', 'b'], 6));
    const appendedAt = performance.now();
    // The relay was poked, and has polled many times since.
    await eventually(() => performance.now() - appendedAt > 500);
    expect(await site.outbox()).toMatchObject({ pending: 6 });
    const answer = replica.messaging.inspection.reply('outbox.status', {});
    expect(await answer).toMatchObject({ pending: 6, relayPaused: true });
    await faults.set('relay-paused', 0);
    await expectWhole(6);
    expect((await site.effects()).filter(({ key }) => key === 'a').map(({ n }) => n)).toEqual([0, 1, 2]);
  });
});

/** A handler's transaction of this database that waits for its handler. */
const IN_TRANSACTION = `
SELECT FROM pg_stat_activity
WHERE datname = current_database() AND state = 'idle in transaction' AND query LIKE '%INTO inbox%'`;
