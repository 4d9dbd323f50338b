import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

/** A schedule as its row has it. Times are milliseconds since the epoch, by the database's clock alone. */
export interface ScheduleState {
  name: string;
  /** The due time of the last completed run. */
  completedUntil: number;
  /** Attempts that began since then. */
  attempts: number;
  /** When the last one began. */
  begunAt: number | null;
  /** Whether that one failed. */
  failed: boolean;
  /** Until another one may begin. */
  waitMs: number;
  now: number;
}

const SELECT_STATES = `
SELECT name, attempts, last_error IS NOT NULL AS failed,
  floor(extract(epoch FROM completed_until) * 1000)::float8 AS "completedUntil",
  floor(extract(epoch FROM begun_at) * 1000)::float8 AS "begunAt",
  ceil(greatest(0, coalesce(extract(epoch FROM available_at - clock.now), 0) * 1000))::float8 AS "waitMs",
  floor(extract(epoch FROM clock.now) * 1000)::float8 AS now
FROM messaging_schedule, (SELECT clock_timestamp() AS now) AS clock
WHERE name IN (SELECT json_array_elements_text($1::json))`;

export function scheduleStates(tx: SqlTransaction, names: readonly string[]): Promise<ScheduleState[]> {
  return execute<ScheduleState>(tx, SELECT_STATES, [JSON.stringify(names)]);
}

/** Sorted, so that replicas that start together wait for each other rather than deadlock. */
const REGISTER = `
INSERT INTO messaging_schedule (name)
SELECT value FROM json_array_elements_text($1::json) ORDER BY value
ON CONFLICT DO NOTHING`;

/** Makes the rows of schedules that have none: from this moment on their due times count. */
export async function registerSchedules(tx: SqlTransaction, names: readonly string[]): Promise<void> {
  await execute(tx, REGISTER, [JSON.stringify(names)]);
}
