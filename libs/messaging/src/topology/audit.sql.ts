import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

export type AuditedAction = 'rewind' | 'rebuild' | 'prune' | 'pause' | 'resume' | 'erase';

const RECORD = `INSERT INTO messaging_audit (action, consumer, detail) VALUES ($1, $2, $3::text::jsonb)`;

/** Records what was done to a consumer, and who asked for it if that is known, in the transaction that does it. */
export async function recordAudit(
  tx: SqlTransaction,
  action: AuditedAction,
  consumer: string,
  detail: Record<string, unknown>,
  by: string | undefined,
): Promise<void> {
  await execute(tx, RECORD, [action, consumer, JSON.stringify({ ...detail, by })]);
}
