import { WeightedSlots } from '../consumer/weighted-slots.js';
import { MessagingError } from '../errors.js';
import type { ConnectionPool } from '../sql/connection-pool.js';
import { inPoolTransaction } from '../sql/pool-transaction.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';

/** Too many inspection requests at once. */
export class InspectionBusy extends MessagingError {
  readonly code = 'INSPECTION_BUSY';
}

const STATEMENT_TIMEOUT_MS = 2_000;
const MAX_WAITING = 32;

/**
 * Transactions that leave the service’s own work unaffected: one at a time, so at most one connection of its pool;
 * each statement is ended after two seconds, or given up after three if the database does not respond; beyond 32
 * that wait, more are refused.
 */
export class BoundedSessions {
  readonly #turns = new WeightedSlots(1);
  #waiting = 0;

  constructor(private readonly pool: ConnectionPool) {}

  /** @throws InspectionBusy */
  async run<T>(work: (session: SqlTransaction) => Promise<T>): Promise<T> {
    if (this.#waiting >= MAX_WAITING)
      throw new InspectionBusy(`${MAX_WAITING} inspections wait already: ask again`);
    this.#waiting += 1;
    try {
      return await this.#turns.run('standard', () =>
        inPoolTransaction(this.pool, STATEMENT_TIMEOUT_MS, work),
      );
    } finally {
      this.#waiting -= 1;
    }
  }
}
