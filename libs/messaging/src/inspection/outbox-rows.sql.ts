const COMMON = 'id, message_id, subject, key, headers, payload, created_at, due_at';

/** To be followed by a condition. Its columns, and those of `SCHEDULED_ROWS`, are what `readOutboxRecords` reads. */
export const OUTBOX_ROWS = `
SELECT ${COMMON}, published_at, stream, sequence, attempts, last_error, available_at, dead_at,
  NULL::timestamptz AS cancelled_at
FROM outbox`;

/** What is due later, or was cancelled, in the shape of an outbox row. */
export const SCHEDULED_ROWS = `
SELECT ${COMMON}, NULL::timestamptz, NULL::text, NULL::bigint, 0::smallint, NULL::text, NULL::timestamptz,
  NULL::timestamptz, cancelled_at
FROM outbox_scheduled`;
