/** What the relay needs of a `pg.Pool`: a session of its own, because its leases live and die with one. */
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
