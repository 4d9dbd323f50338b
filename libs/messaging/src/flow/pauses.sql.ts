import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

/** A consumer that an operator has paused. */
export interface ConsumerPause {
  consumer: string;
  pausedAt: Date;
  /** When it resumes by itself; null: when it is resumed. */
  until: Date | null;
  reason: string | null;
}

/** One whose time is over counts as resumed, by the database's clock: those of replicas may be wrong. */
const READ = `
SELECT consumer, paused_at AS "pausedAt", until, reason FROM consumer_pause
WHERE consumer IN (SELECT json_array_elements_text($1::json)) AND (until IS NULL OR until > clock_timestamp())`;

/** The pauses of these consumers that are in force. */
export async function readPauses(tx: SqlTransaction, consumers: readonly string[]): Promise<ConsumerPause[]> {
  const rows = await execute<ConsumerPause>(tx, READ, [JSON.stringify(consumers)]);
  return rows.map((row) => ({
    ...row,
    pausedAt: new Date(row.pausedAt),
    until: row.until && new Date(row.until),
  }));
}

/** A pause that is in force keeps its beginning. */
const PAUSE = `
INSERT INTO consumer_pause (consumer, paused_at, until, reason)
SELECT value, now.at, now.at + $2::text::float8 * interval '1 millisecond', $3::text
FROM json_array_elements_text($1::json), (SELECT clock_timestamp() AS at) AS now
ORDER BY value
ON CONFLICT (consumer) DO UPDATE SET until = excluded.until, reason = excluded.reason,
  paused_at = CASE WHEN consumer_pause.until <= excluded.paused_at THEN excluded.paused_at ELSE consumer_pause.paused_at END
RETURNING until`;

/** Under every name, so that replicas from before a rename obey, too. Returns when it ends. */
export async function writePause(
  tx: SqlTransaction,
  names: readonly string[],
  { forMs, reason }: { forMs?: number; reason?: string },
): Promise<Date | null> {
  const rows = await execute<Pick<ConsumerPause, 'until'>>(tx, PAUSE, [
    JSON.stringify(names),
    forMs === undefined ? null : String(forMs),
    reason ?? null,
  ]);
  const { until } = rows[0]!;
  return until && new Date(until);
}

const RESUME = `DELETE FROM consumer_pause WHERE consumer IN (SELECT json_array_elements_text($1::json))`;

export async function deletePause(tx: SqlTransaction, names: readonly string[]): Promise<void> {
  await execute(tx, RESUME, [JSON.stringify(names)]);
}
