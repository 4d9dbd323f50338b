import { execute, type SqlTransaction } from '../sql/sql-transaction.js';
import type { AuditRecord } from './protocol.js';

const AUDIT_RECORDS = `
SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, action, consumer,
  detail->>'by' AS by, detail - 'by' AS detail
FROM messaging_audit
WHERE $2::text IS NULL OR at < $2::text::timestamptz
ORDER BY id DESC
LIMIT $1
`;

/** Newest first. */
export function auditRecords(
  session: SqlTransaction,
  { limit, before }: { limit: number; before?: string },
): Promise<AuditRecord[]> {
  return execute<AuditRecord>(session, AUDIT_RECORDS, [limit, before ?? null]);
}
