import { WeightedSlots } from '../consumer/weighted-slots.js';
import { MessagingError } from '../errors.js';
import { answeringInTime } from '../sql/answering-in-time.js';
import type { ConnectionPool } from '../sql/connection-pool.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';

/** More is asked than is answered. */
export class InspectionBusy extends MessagingError {
  readonly code = 'INSPECTION_BUSY';
}

const STATEMENT_TIMEOUT_MS = 2_000;
/** The server has ended the statement by then, if it is still there. */
const ANSWER_MS = STATEMENT_TIMEOUT_MS + 1_000;
const MAX_WAITING = 32;

/**
 * Transactions that the service's own work does not notice: one at a time, so at most one connection of its pool;
 * each statement is ended after two seconds, or given up after three where the database does not answer; beyond 32
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
      return await this.#turns.run('standard', () => this.transaction(work));
    } finally {
      this.#waiting -= 1;
    }
  }

  private async transaction<T>(work: (session: SqlTransaction) => Promise<T>): Promise<T> {
    const session = await this.pool.connect();
    // The statement under way fails with it; unheard, the event would end the process.
    const onError = () => undefined;
    session.on('error', onError);
    let committed = false;
    try {
      const inTime = answeringInTime(session, ANSWER_MS);
      await inTime.query(`BEGIN; SET LOCAL statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
      const result = await work(inTime);
      await inTime.query('COMMIT');
      committed = true;
      return result;
    } finally {
      session.removeListener('error', onError);
      // What failed is rolled back by closing its session.
      session.release(!committed);
    }
  }
}
