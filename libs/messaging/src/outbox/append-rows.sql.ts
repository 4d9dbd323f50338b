import { hashOf } from '../contract/index.js';
import type { EncodedEvent } from '../message/encode-event.js';
import { prepared } from '../sql/prepared-statements.js';
import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

/** What relays lease: all rows of one key share a bucket. More than there will ever be relays. */
export const BUCKETS = 64;

/** Ordered by position, so that ids, and with them the order of publishing, follow the caller's order. */
const APPEND_ROWS = `
INSERT INTO outbox (message_id, subject, key, bucket, headers, payload)
SELECT message_id, subject, key, bucket, headers, payload::json
FROM ROWS FROM (
  json_to_recordset($1::json)
    AS (message_id text, subject text, key text, bucket smallint, headers json, payload text)
) WITH ORDINALITY AS row (message_id, subject, key, bucket, headers, payload, position)
ORDER BY position`;

const APPEND_ROW = prepared(
  'append_row',
  `
INSERT INTO outbox (message_id, subject, key, bucket, headers, payload)
VALUES ($1, $2, $3, $4::text::smallint, $5::json, $6::json)`,
);

/** One statement, whatever the number of events. */
export async function appendRows(tx: SqlTransaction, events: readonly EncodedEvent[]): Promise<void> {
  const [event] = events;
  if (!event) return;
  if (events.length === 1) {
    await execute(tx, APPEND_ROW, [
      event.id,
      event.subject,
      event.key,
      String(bucketOf(event.key)),
      JSON.stringify(event.headers),
      event.body,
    ]);
    return;
  }
  const rows = events.map(({ id, subject, key, headers, body }) => ({
    message_id: id,
    subject,
    key,
    bucket: bucketOf(key),
    headers,
    payload: body,
  }));
  await execute(tx, APPEND_ROWS, [JSON.stringify(rows)]);
}

export function bucketOf(key: string): number {
  return hashOf(key) % BUCKETS;
}
