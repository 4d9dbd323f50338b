import type { FailedAttempt } from '../inbox/attempts.sql.js';
import type { InboxOutcome } from '../inbox/inbox.sql.js';
import { execute, type SqlTransaction } from '../sql/sql-transaction.js';
import type { InboxRecord } from './protocol.js';

/** The consumers are named because both primary keys begin with them. */
const FIND_HANDLED = `
SELECT consumer, message_id AS "eventId",
  CASE WHEN outcome <> 'dead' THEN handled_at END AS "handledAt", outcome, coalesce(history, '[]') AS failed
FROM (SELECT * FROM inbox WHERE consumer = ANY ($1::text[]) AND message_id = ANY ($2::text[])) AS handled
FULL JOIN (
  SELECT consumer, message_id, history FROM inbox_failure
  WHERE consumer = ANY ($1::text[]) AND message_id = ANY ($2::text[])
) AS failure USING (consumer, message_id)
ORDER BY message_id, consumer`;

interface Row {
  consumer: string;
  eventId: string;
  handledAt: Date | null;
  outcome: InboxOutcome | null;
  failed: FailedAttempt[];
}

/** What these consumers did with these events. One that did nothing with an event has no record of it. */
export async function findHandled(
  session: SqlTransaction,
  consumers: readonly string[],
  eventIds: readonly string[],
): Promise<InboxRecord[]> {
  const rows = await execute<Row>(session, FIND_HANDLED, [consumers, eventIds]);
  return rows.map((row) => ({ ...row, handledAt: row.handledAt?.toISOString() ?? null }));
}
