import type { SqlTransaction } from '../sql/sql-transaction.js';
import { readOutboxRecords } from './outbox-record.sql.js';
import type { OutboxRecord } from './protocol.js';

const ROWS_OF_KEY = `
SELECT *, row_number() OVER (ORDER BY id) AS position FROM outbox WHERE key = $1 ORDER BY id LIMIT 500`;

/** Everything that was appended under this key, oldest first. */
export function rowsOfKey(session: SqlTransaction, key: string): Promise<OutboxRecord[]> {
  return readOutboxRecords(session, ROWS_OF_KEY, [key]);
}
