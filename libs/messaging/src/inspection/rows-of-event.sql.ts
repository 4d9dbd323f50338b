import type { SqlTransaction } from '../sql/sql-transaction.js';
import { readOutboxRecords } from './outbox-record.sql.js';
import { OUTBOX_ROWS, SCHEDULED_ROWS } from './outbox-rows.sql.js';
import type { OutboxRecord } from './protocol.js';

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
  const madeAt = timeOf(eventId);
  const [from, to] =
    madeAt === undefined
      ? ['-infinity', 'infinity']
      : [-MOST_APART_MS, MOST_APART_MS].map((apart) => new Date(madeAt + apart).toISOString());
  return readOutboxRecords(session, ROWS_OF_EVENT, [eventId, from, to]);
}

const UUID_V7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Milliseconds since the epoch: the first 48 bits of a UUIDv7 (RFC 9562). */
function timeOf(id: string): number | undefined {
  const match = UUID_V7.exec(id);
  return match ? Number.parseInt(match[1]! + match[2]!, 16) : undefined;
}
