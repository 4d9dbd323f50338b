import type { SqlTransaction } from '../sql/sql-transaction.js';
import { readOutboxRecords } from './outbox-record.sql.js';
import type { OutboxRecord } from './protocol.js';

/** Each half from the partial index that holds just its rows, in its order: a long backlog costs no more. */
const WAITING_ROWS = `
SELECT *, row_number() OVER (ORDER BY dead_at IS NULL, id) AS position
FROM (
  (SELECT * FROM outbox WHERE dead_at IS NOT NULL ORDER BY id LIMIT $1)
  UNION ALL
  (SELECT * FROM outbox WHERE published_at IS NULL AND dead_at IS NULL ORDER BY id LIMIT $1)
) AS waiting
ORDER BY position LIMIT $1`;

/** Parked rows first, then pending ones, each oldest first. */
export function waitingRows(session: SqlTransaction, limit: number): Promise<OutboxRecord[]> {
  return readOutboxRecords(session, WAITING_ROWS, [limit]);
}
