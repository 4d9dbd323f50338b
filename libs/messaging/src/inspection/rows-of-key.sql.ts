import type { SqlTransaction } from '../sql/sql-transaction.js';
import { readOutboxRecords } from './outbox-record.sql.js';
import { OUTBOX_ROWS, SCHEDULED_ROWS } from './outbox-rows.sql.js';
import type { OutboxRecord } from './protocol.js';

const ROWS_OF_KEY = `
SELECT *, row_number() OVER (ORDER BY id) AS position
FROM (
  (${OUTBOX_ROWS} WHERE key = $1 ORDER BY id LIMIT 500)
  UNION ALL
  (${SCHEDULED_ROWS} WHERE key = $1 ORDER BY id LIMIT 500)
) AS found
ORDER BY id LIMIT 500`;

/** Everything that was appended under this key, oldest first; a row that was scheduled counts from when it was due. */
export function rowsOfKey(session: SqlTransaction, key: string): Promise<OutboxRecord[]> {
  return readOutboxRecords(session, ROWS_OF_KEY, [key]);
}
