import { ConfigurationRefused, MessagingError } from '../../errors.js';
import type { ConnectionPool, PooledConnection } from '../../sql/connection-pool.js';
import { sessionState } from '../../sql/database-state.sql.js';
import type { SqlTransaction } from '../../sql/sql-transaction.js';

/** The relay has no session of its own: a pooler runs its transactions on whichever server connection is free. */
export class PooledSession extends ConfigurationRefused {
  readonly code = 'POOLED_SESSION';

  constructor() {
    super(
      'DATABASE_DIRECT_URL: the relay needs a session of its own, and its transactions come to different server processes, ' +
        'as behind PgBouncer with pool_mode = transaction or statement. Its leases are session locks: they would stay ' +
        'behind on the server, and rows of their keys would never be sent. ' +
        'Set DATABASE_DIRECT_URL to an address of the database itself, or of a pool with pool_mode = session',
    );
  }
}

/** What is published now could not be marked as published, and would go out again and again. */
export class DatabaseReadOnly extends MessagingError {
  readonly code = 'DATABASE_READ_ONLY';

  constructor() {
    super('the database is read-only: rows that are sent could not be marked as sent');
  }
}

/** Tries to detect a pooler; more than one is needed if its other clients interfere. */
const ROUNDS = 5;

/**
 * Makes sure that a session is one, before it takes a lock that would outlive it.
 *
 * The server announces to every client at the start which process serves it. If that process runs the statements, there
 * is no pooler. If another does, there is one, and what counts is whether it keeps to one process: while a second
 * session holds a transaction open, it must neither sit on the first one's process nor push it to another.
 *
 * @returns the server process of the session
 * @throws PooledSession
 */
export async function requireOwnSession(
  pool: ConnectionPool,
  connection: Pick<PooledConnection, 'processID'>,
  session: SqlTransaction,
): Promise<number> {
  const { backend } = await sessionState(session);
  if (connection.processID === backend) return backend;
  const second = await pool.connect();
  const onError = () => {
    // The statement in flight rejects as well.
  };
  second.on('error', onError);
  try {
    for (let round = 0; round < ROUNDS; round++) {
      await second.query('BEGIN');
      const other = await sessionState(second);
      const own = await sessionState(session);
      await second.query('ROLLBACK');
      if (other.backend === backend || own.backend !== backend) throw new PooledSession();
    }
    return backend;
  } finally {
    second.removeListener('error', onError);
    second.release(true);
  }
}

/**
 * Checked again while the relay runs.
 *
 * @throws DatabaseReadOnly
 * @throws PooledSession a pooler that was not detected before: another process now serves the session
 */
export async function requireUsable(session: SqlTransaction, backend: number): Promise<void> {
  const state = await sessionState(session);
  if (state.backend !== backend) throw new PooledSession();
  if (state.readOnly) throw new DatabaseReadOnly();
}
