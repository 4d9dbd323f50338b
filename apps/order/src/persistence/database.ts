import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { whileOpen } from '@waybill/messaging';
import { createDirectPool, openPool, type PoolSettings } from '@waybill/service/postgres';
import { tracerOf } from '@waybill/telemetry';
import type pg from 'pg';
import { PrismaClient, type Prisma } from './generated/client.js';
import { REQUIRED_MIGRATION } from './required-migration.js';

/** Milliseconds. Longer than any of our transactions waits for locks, shorter than a caller's patience. */
const TRANSACTION = { maxWait: 10_000, timeout: 60_000 };

/**
 * The service's own database: one pool of connections, shared by the Prisma client and the messaging library,
 * and sessions apart for the relay and the health probe. Typed queries where one row or a page is meant, SQL through
 * `execute(tx, …)` where locks or sets are.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  private constructor(
    readonly pool: pg.Pool,
    readonly direct: pg.Pool,
    readonly prisma: PrismaClient,
  ) {}

  /**
   * Opens the pool and warms Prisma up: its first query loads the query compiler, about a tenth of a second
   * that no request should pay for.
   *
   * @throws DatabaseRefused a migration is missing
   * @throws where the database does not answer
   */
  static async open(settings: PoolSettings): Promise<Database> {
    const pool = await openPool({ ...settings, requiredMigration: REQUIRED_MIGRATION });
    if (tracerOf('prisma')) (await import('@waybill/telemetry/prisma')).tracePrisma();
    // 'minimal': messages of errors without excerpts of our source.
    const prisma = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: 'minimal' });
    const database = new Database(pool, createDirectPool(settings), prisma);
    try {
      await database.transaction((tx) => tx.product.findFirst({ select: { id: true } }));
    } catch (error) {
      await database.onApplicationShutdown();
      throw error;
    }
    return database;
  }

  /** Runs `work` in a transaction: committed when it resolves, rolled back when it throws. Its `tx` is dead after that. */
  transaction<T>(work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
    return this.prisma.$transaction((tx) => whileOpen(tx, work), TRANSACTION);
  }

  /** After everything that uses it: Nest calls this hook once the servers and consumers have stopped. */
  async onApplicationShutdown(): Promise<void> {
    await this.prisma.$disconnect();
    await Promise.all([this.pool.end(), this.direct.end()]);
  }
}
