import type { Epochs } from '../consumer/consumer-plans.js';
import { execute, type SqlTransaction } from '../sql/sql-transaction.js';

const READ = `
SELECT consumer, epoch FROM consumer_epoch WHERE consumer IN (SELECT json_array_elements_text($1::json))`;

/** How often these consumers have been rebuilt. */
export async function readEpochs(tx: SqlTransaction, consumers: readonly string[]): Promise<Epochs> {
  const rows = await execute<{ consumer: string; epoch: number }>(tx, READ, [JSON.stringify(consumers)]);
  return new Map(rows.map(({ consumer, epoch }) => [consumer, epoch]));
}

const RAISE = `
INSERT INTO consumer_epoch (consumer, epoch)
SELECT value, $2::text::int FROM json_array_elements_text($1::json) ORDER BY value
ON CONFLICT (consumer) DO UPDATE SET epoch = excluded.epoch`;

/** Under every name, so that replicas from before a rename see it too. Returns the new epoch. */
export async function raiseEpoch(tx: SqlTransaction, names: readonly string[]): Promise<number> {
  const epoch = 1 + Math.max(0, ...(await readEpochs(tx, names)).values());
  await execute(tx, RAISE, [JSON.stringify(names), String(epoch)]);
  return epoch;
}
