import type { ScheduleDefinition } from '../schedule/define-schedule.js';
import { scheduleStates, type ScheduleState } from '../schedule/schedule-states.sql.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { HealthCheck } from './health-check.js';

/** A run begins within a moment; a replica that was killed is replaced within a few polls. */
const GRACE_MS = 60_000;
const STALE_MS = 20_000;

/** A schedule that owes a run. */
interface Owing extends ScheduleState {
  schedule: ScheduleDefinition;
  lagMs: number;
}

/**
 * Reports schedules whose task fails or does not run, in every process of the service: if no process runs schedules, none of
 * those could report it.
 */
export class ScheduleWatch {
  #seen: { states: readonly ScheduleState[]; at: number } | undefined;

  constructor(
    private readonly schedules: readonly ScheduleDefinition[],
    private readonly now: () => number = () => performance.now(),
  ) {}

  read = async (session: SqlTransaction): Promise<void> => {
    if (this.schedules.length === 0) return;
    const names = this.schedules.map(({ name }) => name);
    this.#seen = { states: await scheduleStates(session, names), at: this.now() };
  };

  /** How long each has owed a run; nothing while the database is down. */
  lags = (): { name: string; lagSeconds: number }[] => {
    const owing = new Map(this.owing.map(({ name, lagMs }) => [name, lagMs / 1000]));
    return this.states.map(({ name }) => ({ name, lagSeconds: owing.get(name) ?? 0 }));
  };

  check = (): HealthCheck[] => {
    if (this.states.length === 0) return [];
    const check = { name: 'schedules', role: 'all' as const };
    const failing = this.owing.filter(({ failed }) => failed);
    const late = this.owing.filter((each) => !each.failed && isLate(each));
    if (failing.length + late.length === 0) return [{ ...check, status: 'ok' }];
    return [
      {
        ...check,
        status: 'degraded',
        detail: [
          ...failing.map(
            ({ name, attempts, lagMs }) => `${name} fails: attempt ${attempts}, due for ${seconds(lagMs)}`,
          ),
          ...late.map(({ name, lagMs }) => `${name} has been due for ${seconds(lagMs)} and does not run`),
        ].join('; '),
        fix:
          failing.length > 0
            ? 'see last_error in the table messaging_schedule, or the log; it is tried again until it succeeds'
            : 'start a process with the role consumers and without SCHEDULES=off; if there is one, see its log',
      },
    ];
  };

  private get states(): readonly ScheduleState[] {
    return this.#seen && this.now() - this.#seen.at < STALE_MS ? this.#seen.states : [];
  }

  private get owing(): Owing[] {
    return this.states.flatMap((state) => {
      const schedule = this.schedules.find(({ name }) => name === state.name)!;
      const due = schedule.times.next(state.completedUntil);
      return due !== undefined && due <= state.now ? [{ ...state, schedule, lagMs: state.now - due }] : [];
    });
  }
}

/** Neither begun, nor within the time that its attempt may take. */
function isLate({ schedule, lagMs, begunAt, attempts, now }: Owing): boolean {
  const isRunning = attempts > 0 && begunAt !== null && now - begunAt < schedule.timeoutMs + GRACE_MS;
  return !isRunning && lagMs > GRACE_MS;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
