import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { ScheduleDefinition } from './define-schedule.js';

/** What a task gets for one run. */
export interface ScheduledRun<Tx extends SqlTransaction = SqlTransaction> {
  /** The transaction that records the run. Write, and publish, everything through it: it commits together or not at all. */
  readonly tx: Tx;
  /** The name of the schedule. */
  readonly schedule: string;
  /** The due time for which it runs: use it, and not the clock, for what depends on time. */
  readonly due: Date;
  /** Earlier due times that passed without a run, and for which this one stands, too; 1000 at most. 0 with `catchUp: 'all'`. */
  readonly missed: number;
  /** 1 for the first attempt since the last completed run. */
  readonly attempt: number;
  /**
   * Aborted when the schedule's `timeout`, or a shutdown's deadline, has passed. After that `tx` rejects statements; cancel
   * everything else in progress: `fetch(url, { signal })`.
   */
  readonly signal: AbortSignal;
}

/**
 * Does the work of a schedule. Runs at least once for a due time, on one replica at a time, and takes effect once: what it
 * does outside `tx` (a call to a payment provider) must be idempotent by `due`.
 *
 * Any error is one failed attempt, retried with back-off until one succeeds. Returning `'again'` commits what was done so
 * far and runs the task again at once, for work that is too much for one transaction.
 */
export interface ScheduledTask<Tx extends SqlTransaction = SqlTransaction> {
  run(run: ScheduledRun<Tx>): Promise<void | 'again'>;
}

/** Calls the task of a schedule, by the framework's means. */
export type RunTask<Tx extends SqlTransaction> = (
  schedule: ScheduleDefinition,
  run: ScheduledRun<Tx>,
) => Promise<void | 'again'>;
