import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

export interface OutboxStatus {
  /** Rows not yet published, including those that wait to be retried. */
  pending: number;
  /** Age of the oldest pending row, seconds. */
  oldestSeconds: number | null;
  /** Pending rows that the broker has refused at least once. */
  refused: number;
  /** Rows parked after the last refused attempt. */
  parked: number;
  /** Rows that are due later, or due and not moved yet. */
  scheduled: number;
  /** Until the next of them is due, seconds; negative if it is overdue. */
  nextDueSeconds: number | null;
}

/** Each figure from the partial index that holds just its rows: cheap, however many published rows are kept. */
const STATUS = `
SELECT pending.count::int AS pending, pending.oldest::float8 AS "oldestSeconds",
  (SELECT count(*) FROM outbox WHERE published_at IS NULL AND dead_at IS NULL AND attempts > 0)::int AS refused,
  (SELECT count(*) FROM outbox WHERE dead_at IS NOT NULL)::int AS parked,
  scheduled.count::int AS scheduled, scheduled.next::float8 AS "nextDueSeconds"
FROM (
  SELECT count(*), extract(epoch FROM clock_timestamp() - min(created_at)) AS oldest
  FROM outbox WHERE published_at IS NULL AND dead_at IS NULL
) AS pending, (
  SELECT count(*), extract(epoch FROM min(due_at) - clock_timestamp()) AS next
  FROM outbox_scheduled WHERE cancelled_at IS NULL
) AS scheduled`;

export async function outboxStatus(tx: SqlTransaction): Promise<OutboxStatus> {
  const rows = await execute<OutboxStatus>(tx, STATUS, []);
  return rows[0]!;
}

/** How long the scheduled row that is due first has been due. */
export function overdueSeconds({ nextDueSeconds }: Pick<OutboxStatus, 'nextDueSeconds'>): number {
  return Math.max(0, -(nextDueSeconds ?? 0));
}
