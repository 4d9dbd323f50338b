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
}

/** Each figure from the partial index that holds just its rows: cheap, however many published rows are kept. */
const STATUS = `
SELECT pending.count::int AS pending, pending.oldest::float8 AS "oldestSeconds",
  (SELECT count(*) FROM outbox WHERE published_at IS NULL AND dead_at IS NULL AND attempts > 0)::int AS refused,
  (SELECT count(*) FROM outbox WHERE dead_at IS NOT NULL)::int AS parked
FROM (
  SELECT count(*), extract(epoch FROM clock_timestamp() - min(created_at)) AS oldest
  FROM outbox WHERE published_at IS NULL AND dead_at IS NULL
) AS pending`;

export async function outboxStatus(tx: SqlTransaction): Promise<OutboxStatus> {
  const rows = await execute<OutboxStatus>(tx, STATUS, []);
  return rows[0]!;
}
