import { withinTime } from './within-time.js';
import type { ConnectionPool } from './connection-pool.js';
import type { SqlTransaction } from './sql-transaction.js';

/** How much later than the server's own limit a statement is given up: by then the server has ended it, if it is there. */
const GRACE_MS = 1_000;

/**
 * Runs `work` in a transaction on a session of the pool. A statement is ended by the server after `statementMs`, or given
 * up a second later if the database does not respond.
 */
export async function inPoolTransaction<T>(
  pool: ConnectionPool,
  statementMs: number,
  work: (session: SqlTransaction) => Promise<T>,
): Promise<T> {
  const session = await pool.connect();
  // The statement under way fails with it; without a listener the event would end the process.
  const onError = () => undefined;
  session.on('error', onError);
  let committed = false;
  try {
    const inTime = withinTime(session, statementMs + GRACE_MS);
    await inTime.query(`BEGIN; SET LOCAL statement_timeout = ${statementMs}`);
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
