import { execute, type SqlTransaction } from '../sql/sql-transaction.js';
import { MEMBER_LOCKS } from './relay/bucket-leases.js';
import { outboxStatus, type OutboxStatus } from './status.sql.js';

/** What waits in the outbox, and how many relays there are to send it. */
export interface OutboxBacklog extends OutboxStatus {
  /** Relays that are connected to the database, of every process. */
  relays: number;
  /** When a row before the oldest pending one was last published, or, if none is pending, the newest row. */
  lastSentAt: Date | null;
}

/** A few rows by the primary key: a maximum over the whole table would read all of it. */
const RELAYS = `
SELECT (
    SELECT count(*) FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND classid = ${MEMBER_LOCKS}
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  )::int AS relays,
  (
    SELECT max(published_at) FROM (
      SELECT published_at FROM outbox
      WHERE id < coalesce((SELECT min(id) FROM outbox WHERE published_at IS NULL AND dead_at IS NULL), 9223372036854775807)
      ORDER BY id DESC LIMIT 100
    ) AS newest
  ) AS "lastSentAt"`;

export async function outboxBacklog(session: SqlTransaction): Promise<OutboxBacklog> {
  const status = await outboxStatus(session);
  const rows = await execute<{ relays: number; lastSentAt: Date | null }>(session, RELAYS, []);
  return { ...status, ...rows[0]! };
}
