import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { whileOpen } from '@waybill/messaging';
import type pg from 'pg';
import {
  createDirectPool,
  createPool,
  openPool,
  type OpenPoolSettings,
  type PoolSettings,
} from './open-pool.js';

/** A service's own database through `pg` alone, for statements that work on sets of rows. The messaging library uses the same pool. */
@Injectable()
export class PgDatabase implements OnApplicationShutdown {
  private constructor(
    readonly pool: pg.Pool,
    /** For the relay and the health probe: see `createDirectPool`. */
    readonly direct: pg.Pool,
  ) {}

  /**
   * @throws DatabaseRefused it cannot work with this one
   * @throws where the database does not answer
   */
  static async open(settings: OpenPoolSettings): Promise<PgDatabase> {
    return new PgDatabase(await openPool(settings), createDirectPool(settings));
  }

  /** Connects when it is first asked: for a service that also has to start while its database is away. */
  static lazy(settings: PoolSettings): PgDatabase {
    return new PgDatabase(createPool(settings), createDirectPool(settings));
  }

  /**
   * Runs `work` in a transaction: committed when it resolves, rolled back when it throws. Its `tx` is dead after that:
   * the client goes on to serve other transactions.
   *
   * @throws TransactionNotCommitted where `work` resolves in spite of a statement that failed
   */
  async transaction<T>(work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let lost: Error | undefined;
    // The statement in flight rejects as well, and that is what the caller sees.
    const onLost = (error: Error) => (lost = error);
    client.on('error', onLost);
    try {
      await client.query('BEGIN');
      const result = await whileOpen(client, work, sayRefused);
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

  /** After everything that uses it: Nest calls this hook once the servers and consumers have stopped. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.pool.end(), this.direct.end()]);
  }
}

function sayRefused(refusal: Error): void {
  new Logger('database').error('a statement came after its transaction had ended: it was not sent', refusal);
}

/** Postgres answers the COMMIT of a transaction in which a statement failed with a ROLLBACK, and with no error. */
export class TransactionNotCommitted extends Error {
  readonly code = 'TRANSACTION_NOT_COMMITTED';

  constructor() {
    super('a statement failed and its error was swallowed, so nothing was committed');
    this.name = 'TransactionNotCommitted';
  }
}
