import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';
import type { SubjectKeys } from './subject-keys.js';

/**
 * Encrypts every key that is under an older master key with the current one, some in each transaction. Several processes
 * may do it at once: each takes others.
 *
 * @returns how many it did before it ended or was stopped
 */
export async function rewrapAll<Tx extends SqlTransaction>(
  transactions: Transactions<Tx>,
  keys: SubjectKeys,
  signal: AbortSignal,
): Promise<number> {
  let done = 0;
  while (!signal.aborted) {
    const some = await transactions.run((tx) => keys.rewrap(tx));
    if (some === 0) return done;
    done += some;
  }
  return done;
}
