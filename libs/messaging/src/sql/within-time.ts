import type { PooledConnection } from './connection-pool.js';
import { MessagingError } from '../errors.js';

/** The database took a statement and says nothing: the network swallows what is sent, or the server hangs. */
export class DatabaseSilent extends MessagingError {
  readonly code = 'DATABASE_SILENT';
}

/**
 * A session's statements, each of which fails where it is not answered in time: by itself a session waits for ever
 * for a server that is gone without a word. Nothing is known of such a statement, and the session is of no more use:
 * release it with `true`.
 */
export function withinTime(session: PooledConnection, timeoutMs: number): Pick<PooledConnection, 'query'> {
  return {
    query: (sql, values) =>
      new Promise((resolve, reject) => {
        const late = () =>
          reject(new DatabaseSilent(`the database did not answer a statement in ${timeoutMs} ms`));
        const timer = setTimeout(late, timeoutMs);
        session
          .query(sql, values)
          .then(resolve, reject)
          .finally(() => clearTimeout(timer));
      }),
  };
}
