// A replica's schedules in a process of their own, to be killed or with another clock. One argument, RunnerProcessOptions.
import pg from 'pg';
import { surviving, transactionsOf } from '../../guarantees/testing/pg-transactions.js';
import { silentLog } from '../../log.js';
import { schedule } from '../define-schedule.js';
import { ScheduleRunner } from '../schedule-runner.js';
import { counted, CountedTimes, recordEffect } from './scheduled-site.js';

export interface RunnerProcessOptions {
  databaseUrl: string;
  replica: string;
  /** Due that many times, all in the past. Without it: every second of the present. */
  count?: number;
  /** The task writes, says `in the task` and never ends. */
  hangs?: boolean;
  /** How far this process's clock is ahead. */
  clockMs?: number;
}

class RecordRun {
  async run(): Promise<void> {}
}

const {
  databaseUrl,
  replica,
  count,
  hangs,
  clockMs = 0,
} = JSON.parse(process.argv[2]!) as RunnerProcessOptions;

const System = Date;
globalThis.Date = class extends System {
  constructor(...args: [] | [number | string | Date]) {
    if (args.length === 0) super(System.now() + clockMs);
    else super(args[0]);
  }

  static override now(): number {
    return System.now() + clockMs;
  }
} as DateConstructor;

const pool = surviving(new pg.Pool({ connectionString: databaseUrl, max: 5 }));
const definition =
  count === undefined ? schedule('count', { every: '1s' }, RecordRun) : counted(new CountedTimes(count));
new ScheduleRunner<pg.PoolClient>(
  [definition],
  {
    transactions: { run: transactionsOf(pool) },
    runTask: async (_schedule, run) => {
      await recordEffect(run, replica);
      if (!hangs) return;
      console.log('in the task');
      await new Promise(() => undefined);
    },
    observer: { ran: () => undefined },
    log: silentLog,
  },
  { pollMs: 20 },
).start();
console.log('running');
