import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '../backoff.js';
import { MessagingError } from '../errors.js';
import { whyUnavailable } from '../sql/database-state.js';
import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';

const OUTAGE = { baseMs: 200, maxMs: 5_000 };

/** The database does not answer, or takes nothing: nobody's fault, so it counts for nobody. */
export class DatabaseAway extends MessagingError {
  readonly code = 'DATABASE_AWAY';

  /** In words: that it is read-only is another thing to do something about than that it is gone. */
  get reason(): string {
    return whyUnavailable(this.cause);
  }
}

/**
 * Runs the library's own statements, which do not fail by themselves.
 *
 * @throws DatabaseAway
 */
export async function askDatabase<Tx extends SqlTransaction, T>(
  transactions: Transactions<Tx>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    return await transactions.run(work);
  } catch (cause) {
    throw new DatabaseAway(whyUnavailable(cause), { cause });
  }
}

/**
 * Runs `work` again until the database is there for all of it.
 *
 * @returns false where the signal gave up waiting
 */
export async function throughOutages(
  work: () => Promise<void>,
  { signal, onAway }: { signal: AbortSignal; onAway: (away: DatabaseAway) => void },
): Promise<boolean> {
  for (let outages = 1; ; outages++) {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof DatabaseAway)) throw error;
      onAway(error);
    }
    // Only the signal can end the delay early.
    await delay(backoffMs(outages, OUTAGE), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return false;
  }
}
