import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

const RECORD = `
INSERT INTO inbox (consumer, message_id) VALUES ($1, $2)
ON CONFLICT DO NOTHING
RETURNING message_id`;

/**
 * Records that the consumer handles this message, in the handler's own transaction: the effects and the
 * row commit together. False where it has been handled already. Waits for another transaction that holds
 * the same row, so two deliveries at once still take effect once.
 */
export async function recordInInbox(
  tx: SqlTransaction,
  consumer: string,
  messageId: string,
): Promise<boolean> {
  const rows = await execute(tx, RECORD, [consumer, messageId]);
  return rows.length > 0;
}

/** Sorted, so that two batches with the same messages wait for each other rather than deadlock. */
const RECORD_ALL = `
INSERT INTO inbox (consumer, message_id)
SELECT $1, value FROM json_array_elements_text($2::json) ORDER BY value
ON CONFLICT DO NOTHING
RETURNING message_id AS "messageId"`;

/** The same for a batch. Gives the ids that were new. */
export async function recordAllInInbox(
  tx: SqlTransaction,
  consumer: string,
  messageIds: readonly string[],
): Promise<Set<string>> {
  const rows = await execute<{ messageId: string }>(tx, RECORD_ALL, [consumer, JSON.stringify(messageIds)]);
  return new Set(rows.map((row) => row.messageId));
}

const IS_RECORDED = `SELECT 1 AS found FROM inbox WHERE consumer = $1 AND message_id = $2`;

export async function isInInbox(tx: SqlTransaction, consumer: string, messageId: string): Promise<boolean> {
  const rows = await execute(tx, IS_RECORDED, [consumer, messageId]);
  return rows.length > 0;
}
