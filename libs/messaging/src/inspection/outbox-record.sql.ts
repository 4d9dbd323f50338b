import { REFERS } from '../claim-check/refers.sql.js';
import { CE_TIME } from '../message/cloud-events.js';
import { execute, type SqlTransaction } from '../sql/sql-transaction.js';
import type { OutboxRecord } from './protocol.js';

/** Below nats-server's default `max_payload` of 1 MiB, with room for what the packet adds. The largest row fits. */
const MAX_ANSWER_BYTES = 1_000_000;
/** What a row takes beside its payload and headers, its last error included. */
const ROW_BYTES = 3_000;

/** The row of an event that was scheduled is as old as its move into the outbox: its headers say when it was appended. */
const COLUMNS = `
id::text AS id, message_id AS "eventId", subject, key, headers, carried AS payload,
CASE WHEN due_at IS NULL THEN created_at ELSE (headers ->> '${CE_TIME}')::timestamptz END AS "createdAt",
due_at AS "dueAt", cancelled_at AS "cancelledAt",
published_at AS "publishedAt", stream, sequence::float8 AS sequence, attempts, last_error AS "lastError",
available_at AS "availableAt", dead_at AS "parkedAt"`;

type Times = 'createdAt' | 'dueAt' | 'cancelledAt' | 'publishedAt' | 'availableAt' | 'parkedAt';
type Row = Omit<OutboxRecord, Times> & Record<Times, Date | null>;

/**
 * The outbox rows that a statement selects, with their `position` in the reply, as far as they fit into one. What does
 * not fit is not read from the database.
 *
 * @param selection `SELECT *, row_number() OVER (…) AS position FROM (…)`, of `OUTBOX_ROWS` and `SCHEDULED_ROWS`
 */
export async function readOutboxRecords(
  session: SqlTransaction,
  selection: string,
  values: readonly unknown[],
): Promise<OutboxRecord[]> {
  const rows = await execute<Row>(
    session,
    `SELECT ${COLUMNS}
     FROM (
       SELECT *, sum(coalesce(octet_length(carried::text), 0) + octet_length(headers::text) + ${ROW_BYTES})
         OVER (ORDER BY position) AS bytes
       FROM (
         SELECT *, CASE WHEN NOT ${REFERS} THEN payload END AS carried
         FROM (${selection}) AS selected
       ) AS rows
     ) AS measured
     WHERE bytes <= ${MAX_ANSWER_BYTES}
     ORDER BY position`,
    values,
  );
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt!.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    cancelledAt: row.cancelledAt?.toISOString() ?? null,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    availableAt: row.availableAt?.toISOString() ?? null,
    parkedAt: row.parkedAt?.toISOString() ?? null,
  }));
}
