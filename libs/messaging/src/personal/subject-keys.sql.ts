import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

/** A row of `personal_key`. */
export interface KeyRow {
  id: string;
  dataSubject: string;
  /** Null: destroyed. */
  wrapped: Uint8Array | null;
  masterKey: string | null;
}

const COLUMNS = 'id::text, data_subject AS "dataSubject", wrapped_key AS wrapped, master_key AS "masterKey"';

/** Shared: appends do not wait for each other, and an erasure waits for those under way, so that none follows it. */
const LOCK_KEYS = `
SELECT ${COLUMNS} FROM personal_key
WHERE data_subject IN (SELECT json_array_elements_text($1::json)) AND destroyed_at IS NULL
ORDER BY data_subject FOR SHARE`;

export function lockKeys(tx: SqlTransaction, dataSubjects: readonly string[]): Promise<KeyRow[]> {
  return execute<KeyRow>(tx, LOCK_KEYS, [JSON.stringify(dataSubjects)]);
}

/** Few, because an import may make thousands of keys in one transaction, and locks are limited. */
const LOCK = `hashtext('waybill personal keys'), hashtext(data_subject) & 63`;

const LOCK_CREATION = `
SELECT pg_advisory_xact_lock_shared(lock[1], lock[2]) IS NULL AS locked FROM (
  SELECT DISTINCT ARRAY[${LOCK}] AS lock FROM json_array_elements_text($1::json) AS wanted (data_subject)
) AS locks`;

/** An erasure does not see a key before its commit: it waits for this lock. */
export async function lockCreation(tx: SqlTransaction, dataSubjects: readonly string[]): Promise<void> {
  await execute(tx, LOCK_CREATION, [JSON.stringify(dataSubjects)]);
}

const INSERT_KEYS = `
INSERT INTO personal_key (id, data_subject, wrapped_key, master_key)
SELECT id, data_subject, decode(wrapped, 'base64'), master_key
FROM json_to_recordset($1::json) AS row (id uuid, data_subject text, wrapped text, master_key text)
ORDER BY data_subject
ON CONFLICT (data_subject) WHERE destroyed_at IS NULL DO NOTHING`;

/** Those of subjects that have one by now are left out. In order, so that two appends of the same subjects do not deadlock. */
export async function insertKeys(
  tx: SqlTransaction,
  keys: readonly { id: string; dataSubject: string; wrapped: Uint8Array; masterKey: string }[],
): Promise<void> {
  const rows = keys.map(({ id, dataSubject, wrapped, masterKey }) => ({
    id,
    data_subject: dataSubject,
    wrapped: Buffer.from(wrapped).toString('base64'),
    master_key: masterKey,
  }));
  await execute(tx, INSERT_KEYS, [JSON.stringify(rows)]);
}

const FIND_KEYS = `SELECT ${COLUMNS} FROM personal_key WHERE id IN (SELECT json_array_elements_text($1::json)::uuid)`;

export function findKeys(tx: SqlTransaction, ids: readonly string[]): Promise<KeyRow[]> {
  return execute<KeyRow>(tx, FIND_KEYS, [JSON.stringify(ids)]);
}

const DESTROY_KEYS = `
UPDATE personal_key SET wrapped_key = NULL, master_key = NULL, destroyed_at = clock_timestamp()
WHERE data_subject = $1 AND destroyed_at IS NULL RETURNING id::text`;

const LOCK_ERASURE = `
SELECT pg_advisory_xact_lock(${LOCK}) IS NULL AS locked FROM (SELECT $1 AS data_subject) AS wanted`;

/** Waits for transactions that use a key of this data subject, or make one. */
export async function destroyKeys(tx: SqlTransaction, dataSubject: string): Promise<string[]> {
  await execute(tx, LOCK_ERASURE, [dataSubject]);
  return (await execute<{ id: string }>(tx, DESTROY_KEYS, [dataSubject])).map(({ id }) => id);
}

const HAD_KEY = `SELECT EXISTS (SELECT FROM personal_key WHERE data_subject = $1) AS "hadKey"`;

/** Whether there is a key of this data subject, destroyed ones included. */
export async function hadKey(tx: SqlTransaction, dataSubject: string): Promise<boolean> {
  const [row] = await execute<{ hadKey: boolean }>(tx, HAD_KEY, [dataSubject]);
  return row!.hadKey;
}

const LOCK_OUTDATED = `
SELECT ${COLUMNS} FROM personal_key WHERE destroyed_at IS NULL AND master_key <> $1
ORDER BY data_subject LIMIT 500 FOR UPDATE SKIP LOCKED`;

/** Keys under another master key than this one, locked. */
export function lockOutdated(tx: SqlTransaction, masterKey: string): Promise<KeyRow[]> {
  return execute<KeyRow>(tx, LOCK_OUTDATED, [masterKey]);
}

const REPLACE_WRAPPED = `
UPDATE personal_key SET wrapped_key = decode(row.wrapped, 'base64'), master_key = $2
FROM json_to_recordset($1::json) AS row (id uuid, wrapped text)
WHERE personal_key.id = row.id`;

export async function replaceWrapped(
  tx: SqlTransaction,
  masterKey: string,
  keys: readonly { id: string; wrapped: Uint8Array }[],
): Promise<void> {
  const rows = keys.map(({ id, wrapped }) => ({ id, wrapped: Buffer.from(wrapped).toString('base64') }));
  await execute(tx, REPLACE_WRAPPED, [JSON.stringify(rows), masterKey]);
}
