import { backoffMs } from '../backoff.js';
import { describeError } from '../consumer/failed-attempt.js';
import { HandlerTransactions, statementLimitOf } from '../consumer/handler-transactions.js';
import { ShutdownDeadline } from '../errors.js';
import type { Log } from '../log.js';
import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';
import { asError } from '../thrown.js';
import { inScheduleSpan } from '../tracing/schedule-span.js';
import {
  beginAttempt,
  completeRun,
  continueRun,
  giveBackAttempt,
  lockAttempt,
  recordFailedAttempt,
  type Attempt,
} from './attempt.sql.js';
import type { ScheduleDefinition } from './define-schedule.js';
import type { OwedRun } from './due-times.js';
import type { RunOutcome, ScheduleObserver } from './schedule-observer.js';
import type { ScheduleState } from './schedule-states.sql.js';
import type { RunTask } from './scheduled-task.js';

export interface AttemptPorts<Tx extends SqlTransaction> {
  transactions: Transactions<Tx>;
  runTask: RunTask<Tx>;
  observer: ScheduleObserver;
  log: Log;
}

/** How an attempt ended, and why. */
interface Ended {
  outcome: RunOutcome;
  error?: Error;
}

/**
 * Runs a task for a due time, if no other replica does.
 *
 *   begin, committed -> another replica was first ......... nothing
 *                    -> row locked, task, row moved ....... committed together: completed
 *                    -> the task threw, or took too long .. rolled back, back-off recorded: failed
 *                    -> the shutdown's deadline passed .... rolled back, attempt given back: returned
 *                    -> the process was killed ............ rolled back by Postgres; another begins after the back-off
 */
export class ScheduledAttempts<Tx extends SqlTransaction> {
  readonly #transactions: HandlerTransactions<Tx>;

  constructor(
    private readonly ports: AttemptPorts<Tx>,
    /** Aborted when a shutdown's deadline has passed. */
    deadline: AbortSignal,
  ) {
    this.#transactions = new HandlerTransactions(ports.transactions, deadline);
  }

  /** False if another replica has it. @throws what the database throws while it is down */
  async attempt(schedule: ScheduleDefinition, state: ScheduleState, owed: OwedRun): Promise<boolean> {
    const { transactions, observer } = this.ports;
    const last = { schedule: schedule.name, ...state };
    const backoff = backoffMs(state.attempts + 1, schedule.retry);
    const attempt = await transactions.run((tx) => beginAttempt(tx, last, backoff));
    if (!attempt) return false;
    const run = { due: new Date(owed.due), missed: owed.missed, attempt: attempt.attempts };
    await inScheduleSpan({ schedule: schedule.name, ...run }, async (span) => {
      const started = performance.now();
      const { outcome, error } = await this.run(schedule, attempt, run);
      const seconds = (performance.now() - started) / 1000;
      span.ended(outcome, error);
      observer.ran({ schedule, ...run, outcome, seconds, ...(error && { error }) });
    });
    return true;
  }

  private async run(
    schedule: ScheduleDefinition,
    attempt: Attempt,
    run: { due: Date; missed: number; attempt: number },
  ): Promise<Ended> {
    const { log, runTask } = this.ports;
    const { name, timeoutMs } = schedule;
    const fields = { schedule: name, due: run.due.toISOString(), attempt: run.attempt };
    try {
      const limit = { handler: name, timeoutMs };
      const outcome = await this.#transactions.run(async (tx, call) => {
        if (!(await lockAttempt(tx, attempt, statementLimitOf(timeoutMs)))) return 'superseded';
        const result = await call(limit, (signal) =>
          runTask(schedule, { tx, schedule: name, ...run, signal }),
        );
        if (result === 'again') await continueRun(tx, attempt);
        else await completeRun(tx, attempt, run.due.getTime());
        return result === 'again' ? 'continued' : 'completed';
      });
      if (run.missed > 0)
        log.warn({ ...fields, missed: run.missed }, 'due times were missed: one run stands for all');
      log.debug({ ...fields, outcome }, 'a scheduled task ran');
      return { outcome };
    } catch (thrown) {
      const error = asError(thrown);
      return error instanceof ShutdownDeadline
        ? this.onShutdown(attempt, fields)
        : this.onFailure(schedule, attempt, error, fields);
    }
  }

  private async onShutdown(attempt: Attempt, fields: object): Promise<Ended> {
    const { transactions, log } = this.ports;
    log.info(fields, 'a scheduled task was cut off by the shutdown: another replica runs it');
    await transactions.run((tx) => giveBackAttempt(tx, attempt));
    return { outcome: 'returned' };
  }

  private async onFailure(
    { retry }: ScheduleDefinition,
    attempt: Attempt,
    error: Error,
    fields: object,
  ): Promise<Ended> {
    const { transactions, log } = this.ports;
    const delayMs = backoffMs(attempt.attempts, retry);
    const { name, message } = describeError(error);
    const failure = { backoffMs: delayMs, error: `${name}: ${message}` };
    const failed = await transactions.run((tx) => recordFailedAttempt(tx, attempt, failure));
    // The response to the commit was lost, or another replica has taken over meanwhile.
    if (!failed) return { outcome: 'superseded' };
    log.error({ ...fields, err: error, delayMs }, 'a scheduled task failed: it is tried again');
    return { outcome: 'failed', error };
  }
}
