/**
 * What the relay needs of a `pg.Pool`: a session of its own, because its leases last as long as the session.
 *
 * Give each of the pool's clients an `'error'` listener on the pool's `'connect'`, and the pool one of its
 * own: a session that is lost while idle would otherwise end the process. Give it a time limit for
 * connecting and TCP keepalives too: without them, a database that disappears silently is waited for forever. Close
 * a session that got SQLSTATE 25006 rather than keep it: one that began while the database was read-only stays so.
 */
export interface ConnectionPool {
  connect(): Promise<PooledConnection>;
}

export interface PooledConnection {
  /** The server process that the server announced when the session began; `pg` has it. */
  readonly processID?: number | null;
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** With `true` the connection is closed rather than kept. */
  release(destroy?: boolean): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
}
