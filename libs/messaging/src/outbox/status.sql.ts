import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

export interface OutboxStatus {
  pending: number;
  /** Age of the oldest pending row, seconds. */
  oldestSeconds: number | null;
  /** Rows that wait out a refusal. */
  refused: number;
  /** Rows parked after the last refused attempt. */
  dead: number;
  /** Published rows that are still kept. */
  published: number;
}

const STATUS = `
SELECT
  count(*) FILTER (WHERE published_at IS NULL AND dead_at IS NULL)::int AS pending,
  extract(epoch FROM clock_timestamp() - min(created_at) FILTER (WHERE published_at IS NULL AND dead_at IS NULL))::float8
    AS "oldestSeconds",
  count(*) FILTER (WHERE published_at IS NULL AND dead_at IS NULL AND attempts > 0)::int AS refused,
  count(*) FILTER (WHERE dead_at IS NOT NULL)::int AS dead,
  count(*) FILTER (WHERE published_at IS NOT NULL)::int AS published
FROM outbox`;

export async function outboxStatus(tx: SqlTransaction): Promise<OutboxStatus> {
  const rows = await execute<OutboxStatus>(tx, STATUS, []);
  return rows[0]!;
}
