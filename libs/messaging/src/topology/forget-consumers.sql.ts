import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

/** What the database keeps of consumers, by table. */
const TABLES = [
  'inbox',
  'inbox_failure',
  'consumer_position',
  'inbox_horizon',
  'consumer_epoch',
  'consumer_pause',
  'consumer_rate',
] as const;

const COUNT = `
SELECT consumer, count(*)::int AS rows
FROM (${TABLES.map((table) => `SELECT consumer FROM ${table}`).join(' UNION ALL ')}) AS kept
WHERE consumer NOT IN (SELECT json_array_elements_text($1::json))
GROUP BY consumer ORDER BY consumer`;

/** Consumers other than these of which the database keeps something, and how many rows. */
export function consumersBeside(
  tx: SqlTransaction,
  keep: readonly string[],
): Promise<{ consumer: string; rows: number }[]> {
  return execute(tx, COUNT, [JSON.stringify(keep)]);
}

/** Deletes everything that the database keeps about a consumer. */
export async function forgetConsumer(tx: SqlTransaction, consumer: string): Promise<void> {
  for (const table of TABLES) await execute(tx, `DELETE FROM ${table} WHERE consumer = $1`, [consumer]);
}
