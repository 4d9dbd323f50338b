import pg from 'pg';
import type { ConnectionPool, PooledConnection } from '../../../sql/connection-pool.js';
import { surviving } from '../../testing/pg-transactions.js';

/** The database sessions of one process, which end with it, and tell when a statement has run on one. */
export class OwnSessions implements ConnectionPool {
  readonly #pool: pg.Pool;
  readonly #processes = new Set<number>();
  readonly #waiting = new Set<() => void>();

  constructor(
    private readonly administrator: pg.Pool,
    url: string,
  ) {
    this.#pool = surviving(new pg.Pool({ connectionString: url, max: 2 }));
    this.#pool.on('connect', (client) => this.#processes.add(processOf(client)));
    this.#pool.on('remove', (client) => this.#processes.delete(processOf(client)));
  }

  async connect(): Promise<PooledConnection> {
    const client = await this.#pool.connect();
    return {
      processID: processOf(client),
      query: (sql, values) =>
        client.query(sql, values).finally(() => {
          for (const resolve of this.#waiting) resolve();
        }),
      on: (event, listener) => client.on(event, listener),
      removeListener: (event, listener) => client.removeListener(event, listener),
      release: (destroy) => client.release(destroy),
    };
  }

  /** Resolves with the end of the next statement. */
  async nextStatement(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.add(resolve);
    await promise;
    this.#waiting.delete(resolve);
  }

  /** Ends the sessions that are open, as an administrator does, or the death of the process. */
  async terminate(): Promise<void> {
    await this.administrator.query('SELECT pg_terminate_backend(id) FROM unnest($1::int[]) AS id', [
      [...this.#processes],
    ]);
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}

function processOf(client: pg.PoolClient): number {
  return (client as pg.PoolClient & { processID: number }).processID;
}
