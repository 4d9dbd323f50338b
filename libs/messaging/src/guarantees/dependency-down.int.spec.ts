import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DependencyDown } from '../errors.js';
import { eventsOf, inversions, recordEffect } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Site, type Replica, type ServiceUnderTest } from './testing/site.js';

const KEYS = Array.from({ length: 12 }, (_, index) => `key-${index}`);

describe('while a dependency of a handler is down', () => {
  let site: Site;
  /** Whether it is down for a replica. */
  let isDown: (replica: string) => boolean;
  let calls: { replica: string; at: 'once' | 'beside others' }[];
  let running: Map<string, number>;

  beforeEach(async () => {
    site = await Site.open();
    isDown = () => false;
    calls = [];
    running = new Map();
  });
  afterEach(() => site[Symbol.asyncDispose]());

  /** One failure would be the last, and a crash of its process would be seen within a second. */
  function start(name: string, options: ServiceUnderTest = {}): Promise<Replica> {
    return site.start({
      ackWaitMs: 1_000,
      subscriptions: [site.on({ retry: { attempts: 1 } })],
      handle: async (events, { tx }) => {
        const others = running.get(name) ?? 0;
        running.set(name, others + 1);
        calls.push({ replica: name, at: others === 0 ? 'once' : 'beside others' });
        try {
          await tx.query('SELECT pg_sleep(0.002)');
          if (isDown(name)) throw new DependencyDown('payments');
          await recordEffect(tx, events);
        } finally {
          running.set(name, running.get(name)! - 1);
        }
      },
      ...options,
    });
  }

  const stateOf = ({ messaging }: Replica) =>
    messaging.notPulling.map(({ cause, detail }) => [cause, detail]);
  const untilOpen = (...replicas: Replica[]) =>
    eventually(() => replicas.every((replica) => stateOf(replica).length === 1), {
      what: 'it is found down',
    });

  /** Everything once, in order, and no attempt used up. */
  async function expectWhole(count: number): Promise<void> {
    const effects = await site.untilEffects(count, 40_000);
    expect(effects).toHaveLength(count);
    expect(inversions(effects)).toEqual([]);
    expect(await site.desk.list({ consumer: site.service })).toEqual([]);
    const { rows } = await site.pool.query(
      'SELECT FROM inbox_failure WHERE jsonb_array_length(history) > 0 OR attempts > 1',
    );
    expect(rows).toEqual([]);
  }

  it('two replicas probe it with one message at a time, use up no attempt, and go on when it is back', async () => {
    const [one, two] = [await start('one'), await start('two')];
    await site.append(one, eventsOf(KEYS, 120));
    await site.untilEffects(30);
    isDown = () => true;
    await site.append(one, eventsOf(KEYS, 120, 10));
    await untilOpen(one, two);
    expect(stateOf(one)).toEqual([['dependency-down', 'payments']]);
    expect(one.messaging.health.check()).toContainEqual(
      expect.objectContaining({
        name: 'dependencies',
        status: 'degraded',
        detail: expect.stringContaining(`${site.service} waits for payments`),
      }),
    );
    await eventually(() => [...running.values()].every((count) => count === 0));
    calls = [];
    await eventually(() =>
      ['one', 'two'].every((name) => calls.filter(({ replica }) => replica === name).length > 1),
    );
    expect(calls.filter(({ at }) => at === 'beside others')).toEqual([]);
    isDown = () => false;
    await expectWhole(240);
    await eventually(() => [one, two].every(({ messaging }) => messaging.notPulling.length === 0));
  });

  it('a replica that alone has lost it leaves the messages to the other', async () => {
    const [cutOff, well] = [await start('cut off'), await start('well')];
    isDown = (replica) => replica === 'cut off';
    await site.append(well, eventsOf(KEYS, 240));
    await untilOpen(cutOff);
    await expectWhole(240);
    expect(calls.filter(({ replica }) => replica === 'cut off').length).toBeLessThan(40);
  });

  it('a process that is killed meanwhile leaves nothing behind', async () => {
    const publisher = await site.start({ roles: ['relay'] });
    const child = await site.startProcess({ roles: ['consumers'], ackWaitMs: 1_000, dependencyDown: true });
    await site.append(publisher, eventsOf(KEYS, 60));
    await child.said('found it down');
    await child.kill();
    await start('one');
    await expectWhole(60);
  });

  it('an error that the consumer takes for an outage counts as one, and no other does', async () => {
    isDown = () => false;
    let refuses = true;
    const dependencyDown = (error: Error) => {
      if (error.message === 'strange') throw new Error('a fault of its own');
      return error.message === 'connect ECONNREFUSED' ? 'mail' : undefined;
    };
    const replica = await start('one', {
      subscriptions: [site.on({ retry: { attempts: 1 }, dependencyDown })],
      handle: async (events, { tx }) => {
        if (refuses) throw new Error('connect ECONNREFUSED');
        const [{ data }] = events as [(typeof events)[number]];
        if (data.fault) throw new Error(data.fault);
        await recordEffect(tx, events);
      },
    });
    await site.append(replica, eventsOf(['a'], 1));
    await untilOpen(replica);
    expect(stateOf(replica)).toEqual([['dependency-down', 'mail']]);
    refuses = false;
    await site.untilEffects(1);
    await site.append(replica, [
      { key: 'a', n: 1, fault: 'strange' },
      { key: 'a', n: 2, fault: 'plain' },
    ]);
    await eventually(async () => (await site.desk.list({ consumer: site.service })).length === 2);
    expect(replica.messaging.notPulling).toEqual([]);
  });
});
