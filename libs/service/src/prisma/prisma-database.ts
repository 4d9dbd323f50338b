import type { OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { whileOpen, type SqlTransaction } from '@waybill/messaging';
import { tracerOf } from '@waybill/telemetry';
import type pg from 'pg';
import type { ServiceDatabase } from '../database.js';
import { newestMigration } from '../postgres/newest-migration.js';
import { createDirectPool, openPool, type PoolSettings } from '../postgres/open-pool.js';

/** What is used of a client that `prisma generate` has made. */
export interface PrismaClientLike {
  $transaction(...args: never[]): Promise<unknown>;
  $disconnect(): Promise<void>;
}

export type PrismaClientClass = new (options: never) => PrismaClientLike;

type Tx = Extract<SqlTransaction, { $queryRawUnsafe: unknown }>;

/** Prisma's interactive transaction: its own type has an overload for batches that stands in the way. */
type RunTransaction = <T>(
  work: (tx: Tx) => Promise<T>,
  options: { maxWait: number; timeout: number },
) => Promise<T>;

/** Milliseconds. Longer than any transaction should wait for locks, shorter than a caller's patience. */
const TRANSACTION = { maxWait: 10_000, timeout: 60_000 };

/** One pool of connections, shared by the Prisma client and the messaging library, and sessions apart for the relay and the health probe. */
export class PrismaDatabase implements ServiceDatabase<Tx>, OnApplicationShutdown {
  private constructor(
    readonly pool: pg.Pool,
    readonly direct: pg.Pool,
    readonly client: PrismaClientLike,
  ) {}

  /**
   * Opens the pool and warms Prisma up: its first query loads the query compiler, about a tenth of a second that no
   * request should pay for.
   *
   * @throws DatabaseRefused a migration is missing
   * @throws if the database does not respond
   */
  static async open(PrismaClient: PrismaClientClass, settings: PoolSettings): Promise<PrismaDatabase> {
    const pool = await openPool({ ...settings, requiredMigration: newestMigration(settings.name) });
    if (tracerOf('prisma')) (await import('@waybill/telemetry/prisma')).tracePrisma();
    // 'minimal': messages of errors without excerpts of our source.
    const options = { adapter: new PrismaPg(pool), errorFormat: 'minimal' };
    const database = new PrismaDatabase(pool, createDirectPool(settings), new PrismaClient(options as never));
    try {
      await database.transaction((tx) => tx.$queryRawUnsafe('SELECT 1'));
    } catch (error) {
      await database.onApplicationShutdown();
      throw error;
    }
    return database;
  }

  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const run = this.client.$transaction.bind(this.client) as unknown as RunTransaction;
    return run((tx) => whileOpen(tx, work), TRANSACTION);
  }

  /** After everything that uses it: Nest calls this hook once the servers and consumers have stopped. */
  async onApplicationShutdown(): Promise<void> {
    await this.client.$disconnect();
    await Promise.all([this.pool.end(), this.direct.end()]);
  }
}
