import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';

/**
 * The service's own database, through `pg` alone: everything here is a set-based statement over many rows
 * and exact `numeric` sums, which an object mapper would only stand in the way of. Prisma keeps the schema
 * and its migrations. The messaging library uses the same pool.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly logger = new Logger(Database.name);

  private constructor(readonly pool: pg.Pool) {
    // An idle connection that breaks is replaced by the pool; unheard, its error would end the process.
    pool.on('error', (error) => this.logger.warn(`idle connection lost: ${error.message}`));
  }

  /** Opens the pool and its first connection, so that the first request does not pay for it. */
  static async open(connectionString: string, max: number): Promise<Database> {
    const pool = new pg.Pool({
      connectionString,
      max,
      application_name: 'analytics',
      connectionTimeoutMillis: 10_000,
      // What hangs longer than this has lost its other side; its locks must not outlive it.
      idle_in_transaction_session_timeout: 60_000,
    });
    const database = new Database(pool);
    try {
      await pool.query('SELECT 1');
    } catch (error) {
      await pool.end();
      throw error;
    }
    return database;
  }

  /** Runs `work` in a transaction: committed when it resolves, rolled back when it throws. */
  async transaction<T>(work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let lost: Error | undefined;
    // The statement in flight rejects as well, and that is what the caller sees.
    const onLost = (error: Error) => (lost = error);
    client.on('error', onLost);
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => (lost ??= failure));
      throw error;
    } finally {
      client.removeListener('error', onLost);
      client.release(lost);
    }
  }

  /** After everything that uses it: Nest calls this hook once the servers and consumers have stopped. */
  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
