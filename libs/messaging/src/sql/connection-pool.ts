/**
 * What the relay needs of a `pg.Pool`: a session of its own, because its leases live and die with one.
 *
 * Give each of the pool's clients an `'error'` listener on the pool's `'connect'`, and the pool one of its
 * own: a session that is lost while nobody holds it would otherwise end the process. Give it a time limit for
 * connecting and TCP keepalives too: a database that is gone without a word is otherwise waited for, for ever.
 */
export interface ConnectionPool {
  connect(): Promise<PooledConnection>;
}

export interface PooledConnection {
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** With `true` the connection is closed rather than kept. */
  release(destroy?: boolean): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
}
