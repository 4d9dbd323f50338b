import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import pg from 'pg';
import { eventually } from '../../guarantees/testing/eventually.js';
import { startProcess, type Child } from '../../guarantees/testing/child.js';
import { happenedIn } from '../../guarantees/testing/events.js';
import { surviving, transactionsOf } from '../../guarantees/testing/pg-transactions.js';
import { silentLog } from '../../log.js';
import { Outbox } from '../../outbox/outbox.js';
import { TransactionRunner } from '../../outbox/transaction-runner.js';
import type { SqlTransaction, Transactions } from '../../sql/sql-transaction.js';
import { schedule, type ScheduleDefinition, type ScheduleOptions } from '../define-schedule.js';
import type { DueTimes } from '../due-times.js';
import type { ScheduleAttempt } from '../schedule-observer.js';
import { ScheduleRunner } from '../schedule-runner.js';
import type { ScheduledRun } from '../scheduled-task.js';
import type { RunnerProcessOptions } from './runner.process.js';

/** When the schedules of these tests begin: long past, so that whatever is due since then is due now. */
export const BEGINNING = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;

/** The `n`th due time of the tests. */
export const dueTime = (n: number): Date => new Date(BEGINNING + n * HOUR_MS);

class RecordRun {
  async run(): Promise<void> {}
}

/** Due each hour from the beginning on, `count` times: a test may let more of them come. */
export class CountedTimes implements DueTimes {
  constructor(public count: number) {}

  next(after: number): number | undefined {
    const n = Math.floor((after - BEGINNING) / HOUR_MS) + 1;
    return n <= this.count ? BEGINNING + n * HOUR_MS : undefined;
  }

  latest(): number | undefined {
    return BEGINNING + this.count * HOUR_MS;
  }
}

/** A schedule of the tests, with short back-offs. */
export function counted(
  times: DueTimes,
  options: Omit<ScheduleOptions, 'every' | 'cron' | 'timeZone'> = {},
): ScheduleDefinition {
  const retry = { baseMs: 5, maxMs: 20 };
  return { ...schedule('count', { every: '1h', retry, ...options }, RecordRun), times };
}

export interface RunnerUnderTest<Tx extends SqlTransaction = pg.PoolClient> {
  task?: (run: ScheduledRun<Tx>) => Promise<void | 'again'>;
  transaction?: Transactions<Tx>['run'];
}

export interface TestRunner {
  /** Every attempt, oldest first. */
  attempts: ScheduleAttempt[];
  /** How often it has looked, or recorded anything. */
  readonly transactions: number;
  stop(deadlineMs?: number): Promise<void>;
}

/** One service's database, and as many replicas of its schedules as a test asks for. */
export class ScheduledSite implements AsyncDisposable {
  readonly contract = happenedIn('clock', 'clock');
  readonly outbox = new Outbox('clock', [this.contract]);
  readonly #stops: (() => Promise<void>)[] = [];
  readonly #children: Child[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly pool: pg.Pool,
  ) {}

  static async open(): Promise<ScheduledSite> {
    const database = await createTestDatabase('order');
    const pool = surviving(new pg.Pool({ connectionString: database.url, max: 3 }));
    await pool.query(
      'CREATE TABLE effect (due timestamptz, replica text, at timestamptz NOT NULL DEFAULT clock_timestamp())',
    );
    return new ScheduledSite(database, pool);
  }

  /** What the schedule has completed until now, as if it had been declared at the beginning. */
  async since(completedUntil: Date): Promise<void> {
    await this.pool.query('INSERT INTO messaging_schedule (name, completed_until) VALUES ($1, $2)', [
      'count',
      completedUntil,
    ]);
  }

  /** A replica in this process, on a pool of its own. Its task records the effect if the test has no other. */
  start<Tx extends SqlTransaction = pg.PoolClient>(
    definition: ScheduleDefinition,
    { task, transaction }: RunnerUnderTest<Tx> = {},
  ): TestRunner {
    const pool = surviving(new pg.Pool({ connectionString: this.database.url, max: 5 }));
    const attempts: ScheduleAttempt[] = [];
    let transactions = 0;
    const open = transaction ?? (transactionsOf(pool) as unknown as Transactions<Tx>['run']);
    const counting: Transactions<Tx>['run'] = (work) => {
      transactions += 1;
      return open(work);
    };
    const runner = new ScheduleRunner<Tx>(
      [definition],
      {
        transactions: new TransactionRunner(counting, this.outbox, () => undefined),
        runTask: (_schedule, run) => (task ? task(run) : recordEffect(run, 'here')),
        observer: { ran: (attempt) => void attempts.push(attempt) },
        log: silentLog,
      },
      { pollMs: 20 },
    );
    runner.start();
    let stopped: Promise<void> | undefined;
    const stop = (deadlineMs = 10_000) => (stopped ??= runner.stop(deadlineMs).then(() => pool.end()));
    this.#stops.push(stop);
    return {
      attempts,
      get transactions() {
        return transactions;
      },
      stop,
    };
  }

  /** A replica in a process of its own, that may be killed. */
  async startProcess(options: Omit<RunnerProcessOptions, 'databaseUrl'>): Promise<Child> {
    const script = new URL('./runner.process.ts', import.meta.url).pathname;
    const child = await startProcess(script, { databaseUrl: this.database.url, ...options });
    this.#children.push(child);
    return child;
  }

  async effects(): Promise<{ due: Date; replica: string; at: Date }[]> {
    const { rows } = await this.pool.query<{ due: Date; replica: string; at: Date }>(
      'SELECT due, replica, at FROM effect ORDER BY at',
    );
    return rows;
  }

  /** Waits until at least `count` effects are committed. More are found by the comparison that follows. */
  async untilEffects(count: number): Promise<{ due: Date; replica: string; at: Date }[]> {
    await eventually(async () => (await this.effects()).length >= count, { what: `${count} effects` });
    return this.effects();
  }

  async row(): Promise<Record<string, unknown>> {
    const { rows } = await this.pool.query<Record<string, unknown>>('SELECT * FROM messaging_schedule');
    return rows[0]!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#children) await child.kill();
    await Promise.all(this.#stops.map((stop) => stop()));
    await this.pool.end();
    await this.database.drop();
  }
}

export async function recordEffect(
  { tx, due }: Pick<ScheduledRun, 'tx' | 'due'>,
  replica: string,
): Promise<void> {
  await (tx as pg.PoolClient).query('INSERT INTO effect (due, replica) VALUES ($1, $2)', [due, replica]);
}
