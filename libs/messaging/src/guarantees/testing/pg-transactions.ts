import type pg from 'pg';
import type { Transactions } from '../../sql/sql-transaction.js';

/** `(work) => prisma.$transaction(work)` for plain `pg`. */
export function transactionsOf(pool: pg.Pool): Transactions<pg.PoolClient>['run'] {
  return async (work) => {
    const client = await pool.connect();
    let lost: Error | undefined;
    // A checked-out client whose session is ended says so here, and an event without a listener ends the process.
    const onError = (error: Error) => (lost = error);
    client.on('error', onError);
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((cause: Error) => (lost ??= cause));
      throw error;
    } finally {
      client.off('error', onError);
      client.release(lost);
    }
  };
}

/** A pool whose sessions may be ended from outside at any moment: a query in flight fails, the next takes a fresh session. */
export function surviving(pool: pg.Pool): pg.Pool {
  // For idle ones, and those that end before their user can listen.
  return pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}));
}
