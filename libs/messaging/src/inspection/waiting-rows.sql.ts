import type { SqlTransaction } from '../sql/sql-transaction.js';
import { readOutboxRecords } from './outbox-record.sql.js';
import { OUTBOX_ROWS, SCHEDULED_ROWS } from './outbox-rows.sql.js';
import type { OutboxRecord } from './protocol.js';

/** Each part from the partial index that holds just its rows, in its order: a long backlog costs no more. */
const WAITING_ROWS = `
SELECT *, row_number() OVER (ORDER BY dead_at IS NULL, is_scheduled, CASE WHEN is_scheduled THEN due_at END, id) AS position
FROM (
  (SELECT *, false AS is_scheduled FROM (${OUTBOX_ROWS} WHERE dead_at IS NOT NULL ORDER BY id LIMIT $1) AS parked)
  UNION ALL
  (SELECT *, false FROM (${OUTBOX_ROWS} WHERE published_at IS NULL AND dead_at IS NULL ORDER BY id LIMIT $1) AS pending)
  UNION ALL
  (SELECT *, true FROM (${SCHEDULED_ROWS} WHERE cancelled_at IS NULL ORDER BY due_at, id LIMIT $1) AS scheduled)
) AS waiting
ORDER BY position LIMIT $1`;

/** Parked rows first, then pending ones, each oldest first; then scheduled ones, the next due first. */
export function waitingRows(session: SqlTransaction, limit: number): Promise<OutboxRecord[]> {
  return readOutboxRecords(session, WAITING_ROWS, [limit]);
}
