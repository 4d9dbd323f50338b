import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

/** A process as its row has it. */
export interface InstanceRow {
  id: string;
  state: unknown;
  /** By event type, the id of the event that counts. */
  timers: Record<string, string>;
  startedAt: Date;
  outcome: string | null;
}

const INSTANCE = `id, state, timers, started_at AS "startedAt", outcome`;

/** Of two that start one process at once, the second waits here for the first, and then finds its row. */
const START_INSTANCE = `
INSERT INTO process_instance (process, id, state) VALUES ($1, $2, $3::jsonb) ON CONFLICT DO NOTHING
RETURNING ${INSTANCE}`;

const LOCK_INSTANCE = `
SELECT ${INSTANCE}
FROM process_instance WHERE process = $1 AND id = $2 FOR UPDATE`;

const SAVE_INSTANCE = `
UPDATE process_instance
SET state = $3::jsonb, timers = $4::jsonb, version = version + 1, updated_at = clock_timestamp(), outcome = $5,
  ended_at = CASE WHEN $5::text IS NOT NULL THEN coalesce(ended_at, clock_timestamp()) END
WHERE process = $1 AND id = $2`;

/** Makes the row, which this transaction then holds; undefined if it is there already. */
export async function startInstance(
  tx: SqlTransaction,
  process: string,
  id: string,
  state: string,
): Promise<InstanceRow | undefined> {
  const rows = await execute<InstanceRow>(tx, START_INSTANCE, [process, id, state]);
  return rows[0];
}

/** The row, locked until the transaction ends: the steps of one process take turns. */
export async function lockInstance(
  tx: SqlTransaction,
  process: string,
  id: string,
): Promise<InstanceRow | undefined> {
  const rows = await execute<InstanceRow>(tx, LOCK_INSTANCE, [process, id]);
  return rows[0];
}

export async function saveInstance(
  tx: SqlTransaction,
  process: string,
  instance: { id: string; state: string; timers: Record<string, string>; outcome: string | undefined },
): Promise<void> {
  const { id, state, timers, outcome } = instance;
  await execute(tx, SAVE_INSTANCE, [process, id, state, JSON.stringify(timers), outcome ?? null]);
}
