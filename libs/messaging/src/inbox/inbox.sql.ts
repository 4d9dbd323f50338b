import { notRebuiltSince, requireCurrent } from './fence.sql.js';
import { prepared } from '../sql/prepared-statements.js';
import { execute, type SqlTransaction } from '../sql/sql-transaction.js';
import { statementLimit } from '../sql/statement-limit.js';

/**
 * How a consumer completed a message. Only `dead` (dead-lettered) can run again, by a replay of its letter.
 */
export type InboxOutcome = 'handled' | 'discarded' | 'dead';

/**
 * The names of a consumer, its own first and the oldest last. The oldest is the one that replicas from before a rename
 * write too, so it alone decides whether a message is new; the others follow it.
 */
export type ConsumerNames = readonly [string, ...string[]];

const STATEMENT_LIMIT = statementLimit('$3');

const RECORD = prepared(
  'record_in_inbox',
  `
INSERT INTO inbox (consumer, message_id) SELECT $1::text, $2::text WHERE ${notRebuiltSince('$1::text', '$4')}
ON CONFLICT DO NOTHING
RETURNING ${STATEMENT_LIMIT}`,
);

/** A replay may turn a dead message into a handled one, and no other. It is not part of the order that a rebuild could disturb. */
const RECORD_REPLAY = `
INSERT INTO inbox (consumer, message_id) VALUES ($1, $2)
ON CONFLICT (consumer, message_id) DO UPDATE SET outcome = 'handled', handled_at = clock_timestamp()
WHERE inbox.outcome = 'dead'
RETURNING ${STATEMENT_LIMIT}`;

/**
 * Records that the consumer handles this message, in the handler's own transaction: the effects and the
 * row commit together. False if it is completed already. Waits for another transaction that holds
 * the same row, so two deliveries at once still take effect once.
 *
 * @throws DeliveredBeforeRebuild
 */
export async function recordInInbox(
  tx: SqlTransaction,
  names: ConsumerNames,
  messageId: string,
  { replay = false, epoch, statementLimitMs }: { replay?: boolean; epoch: number; statementLimitMs: number },
): Promise<boolean> {
  const values = [names.at(-1)!, messageId, `${statementLimitMs} ms`];
  const rows = replay
    ? await execute(tx, RECORD_REPLAY, values)
    : await execute(tx, RECORD, [...values, String(epoch)]);
  if (rows.length === 0) {
    if (!replay) await requireCurrent(tx, names.at(-1)!, epoch);
    return false;
  }
  await recordUnder(tx, names.slice(0, -1), [messageId], 'handled');
  return true;
}

/** Sorted, so that two batches with the same messages wait for each other rather than deadlock. */
const RECORD_ALL = `
INSERT INTO inbox (consumer, message_id)
SELECT $1::text, value FROM json_array_elements_text($2::json) WHERE ${notRebuiltSince('$1::text', '$4')} ORDER BY value
ON CONFLICT DO NOTHING
RETURNING message_id AS "messageId", ${STATEMENT_LIMIT}`;

/** The same for a batch. Gives the ids that were new. @throws DeliveredBeforeRebuild */
export async function recordAllInInbox(
  tx: SqlTransaction,
  names: ConsumerNames,
  messageIds: readonly string[],
  { epoch, statementLimitMs }: { epoch: number; statementLimitMs: number },
): Promise<Set<string>> {
  const rows = await execute<{ messageId: string }>(tx, RECORD_ALL, [
    names.at(-1)!,
    JSON.stringify(messageIds),
    `${statementLimitMs} ms`,
    String(epoch),
  ]);
  if (rows.length === 0) await requireCurrent(tx, names.at(-1)!, epoch);
  const fresh = rows.map((row) => row.messageId);
  await recordUnder(tx, names.slice(0, -1), fresh, 'handled');
  return new Set(fresh);
}

/**
 * Records that a message was completed without effects. What was completed before stays as it is, but for a dead message
 * that its replay discards. Nothing is recorded for a message that was delivered before the consumer was rebuilt: it is
 * delivered again.
 */
export function recordCompleted(
  tx: SqlTransaction,
  { names, epoch }: { names: ConsumerNames; epoch: number },
  messageId: string,
  outcome: Exclude<InboxOutcome, 'handled'>,
): Promise<void> {
  return recordUnder(tx, [...names].reverse(), [messageId], outcome, { onConflict: KEEP, epoch });
}

/** For what the fence has let through already. */
const UNFENCED = 2 ** 31 - 1;

const KEEP = `
ON CONFLICT (consumer, message_id) DO UPDATE SET outcome = excluded.outcome, handled_at = clock_timestamp()
WHERE inbox.outcome = 'dead' AND excluded.outcome = 'discarded'`;
const REPLACE = `ON CONFLICT (consumer, message_id) DO UPDATE SET outcome = excluded.outcome, handled_at = clock_timestamp()`;

async function recordUnder(
  tx: SqlTransaction,
  names: readonly string[],
  messageIds: readonly string[],
  outcome: InboxOutcome,
  { onConflict = REPLACE, epoch = UNFENCED }: { onConflict?: string; epoch?: number } = {},
): Promise<void> {
  if (names.length === 0 || messageIds.length === 0) return;
  const statement = `
INSERT INTO inbox (consumer, message_id, outcome)
SELECT name.value, message.value, $3::text
FROM json_array_elements_text($1::json) WITH ORDINALITY AS name,
     (SELECT value FROM json_array_elements_text($2::json) ORDER BY value) AS message
WHERE ${notRebuiltSince('name.value', '$4')}
ORDER BY name.ordinality, message.value
${onConflict}`;
  await execute(tx, statement, [JSON.stringify(names), JSON.stringify(messageIds), outcome, String(epoch)]);
}

const OUTCOME = `SELECT outcome FROM inbox WHERE consumer = $1 AND message_id = $2`;

/** How the message was completed, or undefined. */
export async function outcomeInInbox(
  tx: SqlTransaction,
  names: ConsumerNames,
  messageId: string,
): Promise<InboxOutcome | undefined> {
  const rows = await execute<{ outcome: InboxOutcome }>(tx, OUTCOME, [names.at(-1)!, messageId]);
  return rows[0]?.outcome;
}

const KNOWN = `
SELECT message_id AS "messageId" FROM inbox
WHERE consumer = $1 AND message_id IN (SELECT json_array_elements_text($2::json))`;

/** Which of these are completed. */
export async function knownInInbox(
  tx: SqlTransaction,
  names: ConsumerNames,
  messageIds: readonly string[],
): Promise<Set<string>> {
  const rows = await execute<{ messageId: string }>(tx, KNOWN, [names.at(-1)!, JSON.stringify(messageIds)]);
  return new Set(rows.map((row) => row.messageId));
}

const CARRY = `
INSERT INTO inbox (consumer, message_id, outcome, handled_at)
SELECT $1, message_id, outcome, handled_at FROM inbox WHERE consumer = $2
ON CONFLICT DO NOTHING`;

/** Copies what is recorded under a consumer's former name to the new one. */
export async function carryInbox(tx: SqlTransaction, name: string, formerly: string): Promise<void> {
  await execute(tx, CARRY, [name, formerly]);
}
