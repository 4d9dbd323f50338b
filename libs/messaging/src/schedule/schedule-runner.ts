import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '../backoff.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { ScheduleDefinition } from './define-schedule.js';
import { owedRun } from './due-times.js';
import { registerSchedules, scheduleStates, type ScheduleState } from './schedule-states.sql.js';
import { ScheduledAttempts, type AttemptPorts } from './scheduled-attempts.js';

export interface ScheduleRunnerOptions {
  /** The longest until it looks again: another replica may have been killed, or a run have failed there. Default 5 s. */
  pollMs?: number;
}

const POLL_MS = 5_000;
/** Runs at once in this process: each holds a connection, and the pool serves requests and handlers, too. */
const MOST_AT_ONCE = 2;
/** Pause after another replica was faster, or while it runs the schedule: the lock does not say for how long. */
const TAKEN_MS = 1_000;
const OUTAGE = { baseMs: 250, maxMs: 5_000 };
/** How long tasks that are cut off at a shutdown's deadline may take to be rolled back. */
const CUT_OFF_MS = 2_000;

/**
 * Runs the tasks of schedules when they are due, by the clock of the database: this process's own measures nothing but how
 * long to wait until the next look. Any number of replicas do this at once; the rows decide who runs.
 */
export class ScheduleRunner<Tx extends SqlTransaction> {
  readonly #attempts: ScheduledAttempts<Tx>;
  readonly #stopping = new AbortController();
  readonly #deadline = new AbortController();
  /** Schedules whose task runs here. Their promises do not reject. */
  readonly #underWay = new Map<string, Promise<void>>();
  /** Schedules that are not looked at before this, by `performance.now()`. */
  readonly #notBefore = new Map<string, number>();
  readonly #pollMs: number;
  readonly #takenMs: number;
  #running: Promise<void> | undefined;

  constructor(
    private readonly schedules: readonly ScheduleDefinition[],
    private readonly ports: AttemptPorts<Tx>,
    { pollMs = POLL_MS }: ScheduleRunnerOptions = {},
  ) {
    this.#pollMs = pollMs;
    this.#takenMs = Math.min(pollMs, TAKEN_MS);
    this.#attempts = new ScheduledAttempts(ports, this.#deadline.signal);
  }

  start(): void {
    if (this.schedules.length > 0) this.#running ??= this.run();
  }

  /** Begins nothing more, and waits up to `deadlineMs` for what runs. What is not done by then is rolled back and given back. */
  async stop(deadlineMs: number): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    const ended = Promise.all(this.#underWay.values());
    const inTime = await withinMs(deadlineMs, ended);
    if (inTime) return;
    this.ports.log.warn({ deadlineMs }, 'scheduled tasks still run at the deadline: gives them back');
    this.#deadline.abort();
    await withinMs(CUT_OFF_MS, ended);
  }

  private async run(): Promise<void> {
    const { signal } = this.#stopping;
    let failures = 0;
    while (!signal.aborted) {
      let waitMs: number;
      try {
        waitMs = this.begin(await this.look());
        failures = 0;
      } catch (error) {
        waitMs = backoffMs(++failures, OUTAGE);
        this.ports.log.warn({ err: error, failures }, 'cannot look at the schedules, tries again');
      }
      await this.wait(waitMs);
    }
  }

  private look(): Promise<ScheduleState[]> {
    const names = this.schedules.map(({ name }) => name);
    return this.ports.transactions.run(async (tx) => {
      const states = await scheduleStates(tx, names);
      if (states.length === names.length) return states;
      await registerSchedules(tx, names);
      return scheduleStates(tx, names);
    });
  }

  /** Begins what is owed, what has been due for longest first. Gives how long nothing more will be. */
  private begin(states: readonly ScheduleState[]): number {
    let waitMs = this.#pollMs;
    const owed = [];
    for (const state of states) {
      const schedule = this.schedules.find(({ name }) => name === state.name)!;
      if (this.#underWay.has(schedule.name)) continue;
      const run = owedRun(schedule.times, schedule.catchUp, state.completedUntil, state.now);
      const untilDue = run ? 0 : (schedule.times.next(state.completedUntil) ?? Infinity) - state.now;
      const untilFree = (this.#notBefore.get(schedule.name) ?? 0) - performance.now();
      const until = Math.max(untilDue, state.waitMs, untilFree);
      if (run && until <= 0) owed.push({ schedule, state, run });
      else waitMs = Math.min(waitMs, Math.max(1, until));
    }
    owed.sort((a, b) => a.run.due - b.run.due);
    for (const { schedule, state, run } of owed) {
      if (this.#stopping.signal.aborted || this.#underWay.size >= MOST_AT_ONCE) break;
      const ended = this.#attempts.attempt(schedule, state, run).then(
        (isOurs) => this.free(schedule, isOurs ? 0 : this.#takenMs),
        (error: unknown) => {
          this.ports.log.warn(
            { err: error, schedule: schedule.name },
            'a scheduled task waits for the database',
          );
          this.free(schedule, this.#takenMs);
        },
      );
      this.#underWay.set(schedule.name, ended);
    }
    return waitMs;
  }

  private free({ name }: ScheduleDefinition, pauseMs: number): void {
    this.#underWay.delete(name);
    this.#notBefore.set(name, performance.now() + pauseMs);
  }

  /** Ends early with the stop, and when a task has ended: the next may begin. */
  private async wait(ms: number): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, over.signal]);
    const timer = delay(ms, undefined, { signal }).catch(() => {
      // Whoever ended it early knows why.
    });
    await Promise.race([timer, ...this.#underWay.values()]);
    over.abort();
  }
}

async function withinMs(ms: number, work: Promise<unknown>): Promise<boolean> {
  const over = new AbortController();
  const late = delay(ms, false, { signal: over.signal }).catch(() => false);
  const inTime = await Promise.race([work.then(() => true), late]);
  over.abort();
  return inTime;
}
