import type { DynamicModule } from '@nestjs/common';
import type { SqlTransaction } from '@waybill/messaging';
import type pg from 'pg';
import type { PoolSettings } from './postgres/open-pool.js';

/** A service's open database, as the messaging library and the health checks use it. */
export interface ServiceDatabase<Tx extends SqlTransaction = SqlTransaction> {
  readonly pool: pg.Pool;
  /** Sessions past any pooler, for the relay and the health probe. */
  readonly direct: pg.Pool;
  /** Runs `work` in a transaction: committed when it resolves, rolled back when it throws. Its `tx` is ended after that. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** Injects the service's `ServiceDatabase`, whichever client it was chosen with. */
export const DATABASE = Symbol('waybill-database');

/** How a service reaches its database: made by `pg()` or `prisma(…)`. */
export interface DatabaseChoice {
  /** Nest's module, global: provides `DATABASE` and the client that the service's own providers inject. */
  module(settings: PoolSettings): DynamicModule;
}
