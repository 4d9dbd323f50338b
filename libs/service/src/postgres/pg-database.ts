import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { whileOpen } from '@waybill/messaging/operations';
import type pg from 'pg';
import type { BulkheadPool } from './bulkhead-pool.js';
import {
  createDirectPool,
  createPool,
  openPool,
  type OpenPoolSettings,
  type PoolSettings,
} from './open-pool.js';

/** A service's own database through `pg` alone, for statements on sets of rows. The messaging library uses the same pool. */
@Injectable()
export class PgDatabase implements OnApplicationShutdown {
  private constructor(
    readonly pool: BulkheadPool,
    /** See `createDirectPool`. */
    readonly direct: pg.Pool,
  ) {}

  /**
   * @throws DatabaseRefused a migration is missing, or the URL sets another time zone
   * @throws if the database does not respond
   */
  static async open(settings: OpenPoolSettings): Promise<PgDatabase> {
    return new PgDatabase(await openPool(settings), createDirectPool(settings));
  }

  /** Connects at the first query: for a service that must be able to start while its database is down. */
  static lazy(settings: PoolSettings): PgDatabase {
    return new PgDatabase(createPool(settings), createDirectPool(settings));
  }

  /**
   * Runs `work` in a transaction, which is committed when it resolves and rolled back when it throws. Its `tx` is ended
   * then, because the client serves other transactions.
   *
   * @throws TransactionNotCommitted `work` resolved although a statement failed
   */
  async transaction<T>(work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let lost: Error | undefined;
    // The statement in progress rejects too, and the caller gets that error.
    const onLost = (error: Error) => (lost = error);
    client.on('error', onLost);
    try {
      await client.query('BEGIN');
      const result = await whileOpen(client, work, logRefused);
      const { command } = await client.query('COMMIT');
      if (command !== 'COMMIT') throw new TransactionNotCommitted();
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => (lost ??= failure));
      throw error;
    } finally {
      client.removeListener('error', onLost);
      client.release(lost);
    }
  }

  /** Nest calls this hook after all servers and consumers have stopped. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.pool.end(), this.direct.end()]);
  }
}

function logRefused(refusal: Error): void {
  new Logger('database').error('a statement came after its transaction had ended: it was not sent', refusal);
}

/** If a statement of the transaction failed, Postgres responds to COMMIT with ROLLBACK and without an error. */
export class TransactionNotCommitted extends Error {
  readonly code = 'TRANSACTION_NOT_COMMITTED';

  constructor() {
    super('a statement failed and its error was swallowed, so nothing was committed');
    this.name = 'TransactionNotCommitted';
  }
}
