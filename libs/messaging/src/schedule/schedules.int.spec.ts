import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../guarantees/testing/eventually.js';
import { Gate } from '../guarantees/testing/gate.js';
import { surviving, transactionsOf } from '../guarantees/testing/pg-transactions.js';
import { openPrisma, type PrismaTransaction } from '../guarantees/testing/prisma/open-prisma.js';
import { ScheduleWatch } from '../health/schedule-watch.js';
import type { Transactions } from '../sql/sql-transaction.js';
import { beginAttempt, recordFailedAttempt } from './attempt.sql.js';
import { registerSchedules, scheduleStates } from './schedule-states.sql.js';
import {
  BEGINNING,
  counted,
  CountedTimes,
  dueTime,
  recordEffect,
  ScheduledSite,
} from './testing/scheduled-site.js';

const dues = (effects: readonly { due: Date }[]) => effects.map(({ due }) => due.toISOString());
const upTo = (count: number) => Array.from({ length: count }, (_, i) => dueTime(i + 1).toISOString());
/** Never resolves, as a response without a time limit may not. */
const never = () => new Promise<never>(() => undefined);

describe('a schedule', () => {
  let site: ScheduledSite;

  beforeEach(async () => {
    site = await ScheduledSite.open();
    await site.since(new Date(BEGINNING));
  });
  afterEach(() => site[Symbol.asyncDispose]());

  const outboxRows = async () => {
    const { rows } = await site.pool.query<{ count: number }>('SELECT count(*)::int AS count FROM outbox');
    return rows[0]!.count;
  };
  const health = async (definition: Parameters<typeof counted>[0]) => {
    const watch = new ScheduleWatch([counted(definition)]);
    await watch.read(site.pool);
    return { ...watch.check()[0]!, lags: watch.lags() };
  };

  it('runs for each due time once, in order, one at a time, on three replicas at once', async () => {
    const definition = counted(new CountedTimes(100), { catchUp: 'all' });
    let running = 0;
    let most = 0;
    const replicas = ['a', 'b', 'c'].map((replica) =>
      site.start(definition, {
        task: async (run) => {
          most = Math.max(most, ++running);
          await recordEffect(run, replica);
          await site.outbox.publish(run.tx, site.contract, { key: 'a', n: run.due.getTime() });
          running -= 1;
        },
      }),
    );
    const effects = await site.untilEffects(100);
    await eventually(async () => (await site.row())['completed_at'] !== null);
    await Promise.all(replicas.map(({ stop }) => stop()));
    expect(dues(await site.effects())).toEqual(upTo(100));
    expect(await outboxRows()).toBe(100);
    expect(most).toBe(1);
    expect(new Set(effects.map(({ replica }) => replica)).size).toBeGreaterThan(1);
  });

  it('leaves nothing of a run whose process is killed, and another replica takes over', async () => {
    const child = await site.startProcess({ replica: 'killed', count: 1, hangs: true });
    await child.said('in the task');
    const replica = site.start(counted(new CountedTimes(1)));
    // It looks, again and again, and the run is the other's.
    await eventually(() => Promise.resolve(replica.transactions > 10));
    expect(replica.attempts).toEqual([]);
    await child.kill();
    expect(await site.untilEffects(1)).toMatchObject([{ due: dueTime(1), replica: 'here' }]);
    await replica.stop();
    expect(replica.attempts).toMatchObject([{ outcome: 'completed', due: dueTime(1), attempt: 2 }]);
    expect(await site.row()).toMatchObject({ completed_until: dueTime(1), attempts: 0 });
  });

  it('goes by the clock of the database, whatever those of the replicas say', async () => {
    await site.pool.query('UPDATE messaging_schedule SET completed_until = clock_timestamp()');
    for (const clockMs of [3_600_000, -3_600_000]) {
      await site.startProcess({ replica: `${clockMs}`, clockMs });
    }
    const effects = await site.untilEffects(3);
    expect(new Set(dues(effects)).size).toBe(effects.length);
    for (const { due, at } of effects) {
      expect(at.getTime()).toBeGreaterThanOrEqual(due.getTime());
      expect(at.getTime() - due.getTime()).toBeLessThan(3_600_000 / 2);
    }
  });

  it('is tried again until its task succeeds, which has effect once; health reports it meanwhile', async () => {
    const times = new CountedTimes(1);
    const works = new Gate();
    let isFixed = false;
    void works.pass().then(() => (isFixed = true));
    const replica = site.start(counted(times), {
      task: async (run) => {
        await recordEffect(run, `attempt ${run.attempt}`);
        if (!isFixed) throw new Error('no postman');
      },
    });
    await eventually(() => Promise.resolve(replica.attempts.length >= 3));
    expect(await health(times)).toMatchObject({
      name: 'schedules',
      status: 'degraded',
      detail: expect.stringMatching(/^count fails: attempt \d+, due for \d+ s$/),
      lags: [{ name: 'count', lagSeconds: expect.any(Number) }],
    });
    expect(await site.row()).toMatchObject({ last_error: 'Error: no postman', completed_at: null });
    works.open();
    const effects = await site.untilEffects(1);
    await replica.stop();
    const last = replica.attempts.at(-1)!;
    expect(effects).toMatchObject([{ due: dueTime(1), replica: `attempt ${last.attempt}` }]);
    expect(replica.attempts.map(({ outcome }) => outcome)).toEqual([
      ...new Array<string>(replica.attempts.length - 1).fill('failed'),
      'completed',
    ]);
    expect(await site.row()).toMatchObject({ last_error: null, attempts: 0 });
    expect(await health(times)).toMatchObject({ status: 'ok', lags: [{ lagSeconds: 0 }] });
  });

  it('that no process runs is reported, too', async () => {
    expect(await health(new CountedTimes(1))).toMatchObject({
      status: 'degraded',
      detail: expect.stringMatching(/^count has been due for \d+ s and does not run$/),
      fix: expect.stringContaining('start a process with the role consumers'),
    });
  });

  it('runs once for the latest of the times that it missed, and knows how many they were', async () => {
    const replica = site.start(counted(new CountedTimes(24)));
    await eventually(() => Promise.resolve(replica.attempts.length > 0));
    await replica.stop();
    expect(replica.attempts).toMatchObject([{ outcome: 'completed', due: dueTime(24), missed: 23 }]);
  });

  it('of a new name owes nothing from before', async () => {
    const replica = site.start({ ...counted(new CountedTimes(24)), name: 'renamed' });
    await eventually(() => Promise.resolve(replica.transactions > 3));
    await replica.stop();
    expect(replica.attempts).toEqual([]);
  });

  it('whose run takes longer than its period runs after it, for the latest time', async () => {
    const times = new CountedTimes(1);
    const long = new Gate();
    const task = async (run: Parameters<typeof recordEffect>[0]) => {
      await recordEffect(run, 'any');
      await long.pass();
    };
    const replicas = [site.start(counted(times), { task }), site.start(counted(times), { task })];
    await eventually(() => Promise.resolve(long.held === 1));
    times.count = 4;
    const looked = replicas.map(({ transactions }) => transactions);
    await eventually(() =>
      Promise.resolve(replicas.every(({ transactions }, i) => transactions > looked[i]! + 5)),
    );
    expect(long.most).toBe(1);
    long.open();
    await site.untilEffects(2);
    await Promise.all(replicas.map(({ stop }) => stop()));
    const completed = replicas
      .flatMap(({ attempts }) => attempts)
      .sort((a, b) => a.due.getTime() - b.due.getTime());
    expect(completed).toMatchObject([
      { outcome: 'completed', due: dueTime(1), missed: 0 },
      { outcome: 'completed', due: dueTime(4), missed: 2 },
    ]);
    expect(dues(await site.effects())).toEqual([dueTime(1), dueTime(4)].map((due) => due.toISOString()));
  });

  it('whose task does not end in time has its signal aborted and its transaction rolled back', async () => {
    const reasons: unknown[] = [];
    const replica = site.start(counted(new CountedTimes(1), { timeout: 50 }), {
      task: async (run) => {
        await recordEffect(run, `attempt ${run.attempt}`);
        if (run.attempt > 1) return;
        run.signal.addEventListener('abort', () => reasons.push(run.signal.reason));
        await never();
      },
    });
    const effects = await site.untilEffects(1);
    await replica.stop();
    expect(effects).toMatchObject([{ replica: 'attempt 2' }]);
    expect(reasons).toMatchObject([{ code: 'HANDLER_TIMED_OUT' }]);
    expect(replica.attempts).toMatchObject([
      { outcome: 'failed', error: { message: 'count did not end within its timeout of 50 ms' } },
      { outcome: 'completed' },
    ]);
  });

  it('is waited for by a shutdown, which begins nothing more', async () => {
    const gate = new Gate();
    const replica = site.start(counted(new CountedTimes(2), { catchUp: 'all' }), {
      task: async (run) => {
        await recordEffect(run, 'last');
        await gate.pass();
      },
    });
    await eventually(() => Promise.resolve(gate.held === 1));
    const stopped = replica.stop();
    gate.open();
    await stopped;
    expect(dues(await site.effects())).toEqual(upTo(1));
  });

  it('is given back at the deadline of a shutdown: another replica runs it, and it counts as no attempt', async () => {
    const definition = counted(new CountedTimes(1), { retry: { baseMs: 600_000, maxMs: 600_000 } });
    const stopping = site.start(definition, {
      task: async (run) => {
        await recordEffect(run, 'cut off');
        await never();
      },
    });
    await eventually(async () => (await site.row())['attempts'] === 1);
    await stopping.stop(0);
    expect(stopping.attempts.map(({ outcome }) => outcome)).toEqual(['returned']);
    const other = site.start(definition);
    expect(await site.untilEffects(1)).toMatchObject([{ replica: 'here' }]);
    await other.stop();
    expect(other.attempts).toMatchObject([{ outcome: 'completed', attempt: 1 }]);
  });

  it('is not begun by a replica that looked at it before its failure was recorded', async () => {
    const run = transactionsOf(site.pool);
    const name = 'counted';
    await run((tx) => registerSchedules(tx, [name]));
    const look = async () => {
      const [state] = await run((tx) => scheduleStates(tx, [name]));
      return { schedule: name, ...state! };
    };
    const begun = (await run(async (tx) => beginAttempt(tx, await look(), 0)))!;
    const seen = await look();
    expect(seen.waitMs).toBe(0);
    await run((tx) => recordFailedAttempt(tx, begun, { backoffMs: 3_600_000, error: 'Error: once' }));
    expect(await run((tx) => beginAttempt(tx, seen, 0))).toBeUndefined();
  });

  it('does not run on a replica that was overtaken between its beginning and its transaction', async () => {
    const definition = counted(new CountedTimes(1));
    const gate = new Gate();
    let opened = 0;
    const transaction: Transactions<pg.PoolClient>['run'] = async (work) => {
      // 1 looks, 2 records the beginning, 3 is the run's own.
      if (++opened === 3) await gate.pass();
      return transactionsOf(site.pool)(work);
    };
    const slow = site.start(definition, { transaction, task: (run) => recordEffect(run, 'slow') });
    await eventually(() => Promise.resolve(gate.held === 1));
    const fast = site.start(definition, { task: (run) => recordEffect(run, 'fast') });
    await site.untilEffects(1);
    gate.open();
    await eventually(() => Promise.resolve(slow.attempts.length > 0));
    await Promise.all([slow.stop(), fast.stop()]);
    expect(slow.attempts).toMatchObject([{ outcome: 'superseded' }]);
    expect(await site.effects()).toMatchObject([{ replica: 'fast' }]);
  });

  it('whose task returns "again" commits its part and goes on at once', async () => {
    const replica = site.start(counted(new CountedTimes(1)), {
      task: async (run) => {
        await recordEffect(run, 'part');
        const { rowCount } = await run.tx.query('SELECT FROM effect');
        return rowCount! < 3 ? 'again' : undefined;
      },
    });
    await site.untilEffects(3);
    await eventually(async () => (await site.row())['completed_at'] !== null);
    await replica.stop();
    expect(replica.attempts.map(({ outcome }) => outcome)).toEqual(['continued', 'continued', 'completed']);
    expect(dues(await site.effects())).toEqual(new Array(3).fill(dueTime(1).toISOString()));
  });

  it('survives a database that ends its sessions', async () => {
    const times = new CountedTimes(1);
    const gate = new Gate();
    const replica = site.start(counted(times), {
      task: async (run) => {
        await recordEffect(run, `attempt ${run.attempt}`);
        if (run.attempt === 1) await gate.pass();
      },
    });
    await eventually(() => Promise.resolve(gate.held === 1));
    await site.pool.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    gate.open();
    expect(await site.untilEffects(1)).toMatchObject([{ replica: 'attempt 2' }]);
    await replica.stop();
  });

  it('runs in Prisma’s transactions as in those of pg', async () => {
    const pool = surviving(new pg.Pool({ connectionString: site.database.url, max: 5 }));
    const prisma = await openPrisma(pool);
    const replica = site.start<PrismaTransaction>(counted(new CountedTimes(3), { catchUp: 'all' }), {
      transaction: (work) => prisma.$transaction(work, { maxWait: 10_000, timeout: 60_000 }),
      task: async ({ tx, due, attempt }) => {
        await tx.$queryRawUnsafe(
          'INSERT INTO effect (due, replica) VALUES ($1::timestamptz, $2) RETURNING 1',
          due.toISOString(),
          `attempt ${attempt}`,
        );
        if (attempt === 1) throw new Error('no postman');
      },
    });
    const effects = await site.untilEffects(3);
    await replica.stop();
    await prisma.$disconnect();
    await pool.end();
    expect(dues(effects)).toEqual(upTo(3));
    expect(effects.map((effect) => effect.replica)).toEqual(new Array(3).fill('attempt 2'));
  });
});
