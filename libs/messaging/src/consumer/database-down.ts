import { retrying } from '../backoff.js';
import { MessagingError } from '../errors.js';
import { whyUnavailable } from '../sql/database-state.js';
import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';

const OUTAGE = { baseMs: 200, maxMs: 5_000 };

/** The database does not respond, or cannot be written to. Not counted as a failed attempt. */
export class DatabaseDown extends MessagingError {
  readonly code = 'DATABASE_AWAY';

  /** For people: a read-only database needs another fix than one that is down. */
  get reason(): string {
    return whyUnavailable(this.cause);
  }
}

/**
 * Runs the library's own statements, which fail only with the database.
 *
 * @throws DatabaseDown
 */
export async function askDatabase<Tx extends SqlTransaction, T>(
  transactions: Transactions<Tx>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    return await transactions.run(work);
  } catch (cause) {
    throw new DatabaseDown(whyUnavailable(cause), { cause });
  }
}

/**
 * Repeats `work` until the database is available for all of it.
 *
 * @returns false if the signal was aborted first
 */
export function throughOutages(
  work: () => Promise<void>,
  { signal, onDown }: { signal: AbortSignal; onDown: (error: DatabaseDown) => void },
): Promise<boolean> {
  return retrying(work, OUTAGE, signal, (error) => {
    if (!(error instanceof DatabaseDown)) throw error;
    onDown(error);
  });
}
