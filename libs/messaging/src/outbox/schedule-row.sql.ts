import { CE_DUE_TIME } from '../message/cloud-events.js';
import type { EncodedEvent } from '../message/encode-event.js';
import { execute, type SqlTransaction } from '../sql/sql-transaction.js';
import { bucketOf } from './append-rows.sql.js';
import type { DueTime } from './due-time.js';

/** The database adds the delay to its own clock, the one by which the relay finds the row due. */
const SCHEDULE_ROW = `
INSERT INTO outbox_scheduled (message_id, subject, key, bucket, headers, payload, due_at)
SELECT $1, $2, $3, $4::text::smallint,
  ($5::jsonb || jsonb_build_object('${CE_DUE_TIME}', to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))::json,
  $6::json, due_at
FROM coalesce($7::text::timestamptz, clock_timestamp() + $8::text::float8 * interval '1 ms') AS due_at
RETURNING due_at AS "dueAt"`;

/** Writes an event that waits for its due time; gives that time. */
export async function scheduleRow(tx: SqlTransaction, event: EncodedEvent, due: DueTime): Promise<Date> {
  const rows = await execute<{ dueAt: Date }>(tx, SCHEDULE_ROW, [
    event.id,
    event.subject,
    event.key,
    String(bucketOf(event.key)),
    JSON.stringify(event.headers),
    event.body,
    'at' in due ? due.at.toISOString() : null,
    'at' in due ? null : String(due.delayMs),
  ]);
  return rows[0]!.dueAt;
}
