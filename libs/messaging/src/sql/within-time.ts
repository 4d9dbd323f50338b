import type { PooledConnection } from './connection-pool.js';
import { MessagingError } from '../errors.js';

/** The database accepted a statement and does not respond: packets are lost, or the server hangs. */
export class DatabaseSilent extends MessagingError {
  readonly code = 'DATABASE_SILENT';
}

/**
 * A session's statements, each of which fails if the server does not respond in time: without this a session waits for
 * ever for a server that vanished. Such a statement may or may not have run, and its session is no longer usable: release
 * it with `true`.
 */
export function withinTime(session: PooledConnection, timeoutMs: number): Pick<PooledConnection, 'query'> {
  return {
    query: (sql, values) =>
      new Promise((resolve, reject) => {
        const late = () =>
          reject(new DatabaseSilent(`the database did not respond to a statement in ${timeoutMs} ms`));
        const timer = setTimeout(late, timeoutMs);
        session
          .query(sql, values)
          .then(resolve, reject)
          .finally(() => clearTimeout(timer));
      }),
  };
}
