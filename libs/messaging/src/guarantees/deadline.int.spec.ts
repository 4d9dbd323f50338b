import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryContext } from '../consumer/handler.js';
import { partitionOf } from '../contract/index.js';
import type { DeadLetter } from '../dead-letter/dead-letter.js';
import { TransactionEnded } from '../errors.js';
import { eventsOf, recordEffect } from './testing/events.js';
import { eventually } from './testing/eventually.js';
import { Site } from './testing/site.js';

/** Never resolves, as a response without a time limit may not. */
const never = () => new Promise<never>(() => undefined);
const timeoutMs = 20_000;

describe('a handler that does not end in time', () => {
  let site: Site;

  beforeEach(async () => {
    site = await Site.open();
  });
  afterEach(() => site[Symbol.asyncDispose]());

  const retry = { attempts: 3, baseMs: 20 };
  const letters = async (): Promise<DeadLetter[]> => {
    const found = await eventually(async () => {
      const open = await site.desk.list({ consumer: site.service });
      return open.length > 0 && open;
    });
    return found;
  };
  const sessionsInTransaction = async () => {
    const { rows } = await site.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()`,
    );
    return rows[0]!.count;
  };

  it('has failed at that, each time, and is dead-lettered; its partition goes on, and nothing of it stays', async () => {
    const replica = await site.start({
      subscriptions: [site.on({ timeout: 50, retry })],
      concurrency: 1,
      ackWaitMs: 300,
      handle: async (events, { tx }) => {
        await recordEffect(tx, events);
        if (events[0]!.data.fault) await never();
      },
    });
    const sharing = Array.from({ length: 100 }, (_, i) => `k${i}`).find(
      (key) => partitionOf(key) === partitionOf('hangs'),
    )!;
    const [id] = await site.append(replica, [
      { key: 'hangs', n: 0, fault: 'hang' },
      { key: 'hangs', n: 1 },
      { key: sharing, n: 0 },
    ]);
    const effects = await site.untilEffects(2);
    expect(effects.map(({ key, n }) => `${key}${n}`).sort()).toEqual(['hangs1', `${sharing}0`]);
    expect(await letters()).toMatchObject([
      {
        eventId: id,
        reason: 'attempts-exhausted',
        error: {
          name: 'HandlerTimedOut',
          code: 'HANDLER_TIMED_OUT',
          message: expect.stringContaining('50 ms'),
        },
        history: new Array(3).fill({
          at: expect.any(String),
          durationMs: expect.any(Number),
          error: expect.objectContaining({ code: 'HANDLER_TIMED_OUT' }),
        }),
      },
    ]);
    expect(replica.spies.all.seen.map(({ outcome }) => outcome)).toEqual([
      ...['retried', 'retried', 'dead-lettered'],
      ...['handled', 'handled'],
    ]);
    await eventually(async () => (await sessionsInTransaction()) === 0);
  });

  it('has its signal aborted, and has its effect once when a later attempt ends in time', async () => {
    const reasons: unknown[] = [];
    await site
      .start({
        subscriptions: [site.on({ timeout: 50, retry })],
        handle: async (events, { tx, signal, attempt }) => {
          await recordEffect(tx, events);
          if (attempt > 1) return;
          await delay(60_000, undefined, { signal }).catch(() => reasons.push(signal.reason));
          signal.throwIfAborted();
        },
      })
      .then((replica) => site.append(replica, [{ key: 'slow', n: 0 }]));
    await site.untilEffects(1);
    await site.untilSettled(site.durables);
    expect(await site.effectCount()).toBe(1);
    expect(reasons).toMatchObject([{ code: 'HANDLER_TIMED_OUT' }]);
  });

  it('cannot write or publish any more where it goes on regardless, and has its effect once', async () => {
    let hung!: DeliveryContext;
    const refused: unknown[] = [];
    const late = eventually(() => Promise.resolve(hung?.signal.aborted));
    const replica = await site.start({
      subscriptions: [site.on({ timeout: 50, retry })],
      handle: async (events, context) => {
        await recordEffect(context.tx, events);
        if (context.attempt > 1 || events[0]!.data.key !== 'slow') return;
        hung = context;
        await late;
        for (const write of [
          () => recordEffect(context.tx, events, 'late'),
          () => replica.messaging.outbox.publish(context.tx, site.contract, { key: 'late', n: 0 }),
        ]) {
          await write().catch((error: unknown) => refused.push(error));
        }
      },
    });
    await site.append(replica, [{ key: 'slow', n: 0 }]);
    await eventually(() => Promise.resolve(refused.length === 2));
    await site.untilEffects(1);
    // The connection serves others, in whose transactions nothing of it may turn up.
    await site.append(replica, eventsOf(['a', 'b', 'c'], 12));
    await site.untilEffects(13);
    await site.untilSettled(site.durables);
    const effects = await site.effects();
    expect(effects.filter(({ key }) => key === 'slow')).toHaveLength(1);
    expect([effects.length, effects.filter(({ replica }) => replica === 'late')]).toEqual([13, []]);
    expect((await site.stored()).filter(({ data }) => data.key === 'late')).toEqual([]);
    expect(refused.every((error) => error instanceof TransactionEnded)).toBe(true);
    expect(replica.logged.filter(({ message }) => /had ended/.test(message))).toHaveLength(2);
  });

  it('lets go of its locks where a statement of its is still under way', async () => {
    const replica = await site.start({
      subscriptions: [site.on({ timeout: 300, retry: { attempts: 1 } })],
      handle: async (_events, { tx }) => void (await tx.query('SELECT pg_sleep(600)')),
    });
    await site.append(replica, [{ key: 'slow', n: 0 }]);
    expect(await letters()).toMatchObject([{ error: { code: 'HANDLER_TIMED_OUT' } }]);
    await eventually(async () => (await sessionsInTransaction()) === 0);
  });

  it('keeps to a stricter limit of its session, and leaves none behind in it', async () => {
    const limits: unknown[] = [];
    const databaseUrl = `${site.database.url}?options=${encodeURIComponent('-c statement_timeout=7s')}`;
    const replica = await site.start({
      databaseUrl,
      subscriptions: [site.on({ timeout: '5s' })],
      handle: async (_events, { tx }) => {
        limits.push((await tx.query('SHOW statement_timeout')).rows[0]);
      },
    });
    await site.append(replica, [{ key: 'a', n: 0 }]);
    await replica.spies.all.waitForAll(1, () => true, { timeoutMs });
    await replica.stop();
    const lax = await site.start({
      databaseUrl,
      subscriptions: [site.on({ timeout: '60s' })],
      handle: async (_events, { tx }) => {
        limits.push((await tx.query('SHOW statement_timeout')).rows[0]);
      },
    });
    await site.append(lax, [{ key: 'a', n: 1 }]);
    await lax.spies.all.waitForAll(1, () => true, { timeoutMs });
    const { rows } = await lax.pool.query('SHOW statement_timeout');
    expect([...limits, rows[0]]).toEqual(
      ['5500ms', '7s', '7s'].map((limit) => ({ statement_timeout: limit })),
    );
  });

  it('of a batch leaves the others their effect: halves are tried, until it stands alone', async () => {
    const replica = await site.start({
      subscriptions: [site.inBatches({ timeout: 100, maxWait: 200, maxMessages: 8, retry })],
      handle: async (events, { tx }) => {
        await recordEffect(tx, events);
        if (events.some(({ data }) => data.fault)) await never();
      },
    });
    const events = eventsOf(['a', 'b', 'c', 'd'], 7);
    await site.append(replica, [...events, { key: 'hangs', n: 0, fault: 'hang' }]);
    const [letter] = await eventually(async () => {
      const open = await site.desk.list();
      const ours = open.filter(({ service }) => service === site.service);
      return ours.length > 0 && ours;
    });
    expect(letter).toMatchObject({
      error: { code: 'HANDLER_TIMED_OUT' },
      payload: expect.stringContaining('hangs'),
    });
    const effects = await site.untilEffects(7);
    expect([effects.length, effects.filter(({ key }) => key === 'hangs')]).toEqual([7, []]);
  });

  it('does not hold up a shutdown: it is rolled back, given back, and uses up no attempt', async () => {
    let began!: () => void;
    const running = new Promise<void>((resolve) => (began = resolve));
    const first = await site.start({
      drainMs: 50,
      handle: async (events, { tx }) => {
        await recordEffect(tx, events, 'first');
        began();
        await never();
      },
    });
    await site.append(first, [{ key: 'slow', n: 0 }]);
    await running;
    // Ends the pool too, which waits for every connection.
    await first.stop();
    expect(first.spies.all.seen).toMatchObject([{ outcome: 'returned', attempt: 1 }]);
    expect(await sessionsInTransaction()).toBe(0);
    const second = await site.start({ handle: (events, { tx }) => recordEffect(tx, events, 'second') });
    expect(await site.untilEffects(1)).toMatchObject([{ replica: 'second' }]);
    expect(second.spies.all.seen).toMatchObject([{ outcome: 'handled', attempt: 1 }]);
  });
});
