import type { SqlTransaction } from '../sql/sql-transaction.js';
import { readOutboxRecords } from './outbox-record.sql.js';
import { OUTBOX_ROWS, SCHEDULED_ROWS } from './outbox-rows.sql.js';
import type { OutboxRecord } from './protocol.js';
import { uuidTime } from './uuid-time.js';

/** An index on the id would be paid for by every append, for a look-up that people make: the time stands in for it. What was scheduled has one. */
const ROWS_OF_EVENT = `
SELECT *, row_number() OVER (ORDER BY id) AS position
FROM (
  (${OUTBOX_ROWS} WHERE message_id = $1 AND due_at IS NULL AND created_at BETWEEN $2::timestamptz AND $3::timestamptz)
  UNION ALL
  (${OUTBOX_ROWS} WHERE message_id = $1 AND due_at IS NOT NULL)
  UNION ALL
  (${SCHEDULED_ROWS} WHERE message_id = $1)
) AS found
ORDER BY id LIMIT 500`;

/** Between the id's making, by the service's clock, and the row's, by the database's. */
const MOST_APART_MS = 10 * 60 * 1000;

/**
 * The rows of one event: one, unless its publisher used an id twice. A UUIDv7, as the library gives, says when it was
 * made; any other id is looked for in the whole outbox, and may run into the session's time limit.
 */
export function rowsOfEvent(session: SqlTransaction, eventId: string): Promise<OutboxRecord[]> {
  const madeAt = uuidTime(eventId);
  const [from, to] =
    madeAt === undefined
      ? ['-infinity', 'infinity']
      : [-MOST_APART_MS, MOST_APART_MS].map((apart) => new Date(madeAt + apart).toISOString());
  return readOutboxRecords(session, ROWS_OF_EVENT, [eventId, from, to]);
}
