import type { DynamicModule } from '@nestjs/common';
import type { SqlTransaction } from '@waybill/messaging';
import type pg from 'pg';
import type { PoolSettings } from './postgres/open-pool.js';

/** A service's open database, as the messaging library and the health checks use it. */
export interface ServiceDatabase<Tx extends SqlTransaction = SqlTransaction> {
  /** Says by `isOverloaded` whether so many requests wait for a connection that the next one is refused. */
  readonly pool: pg.Pool & { readonly isOverloaded: boolean };
  /** Sessions that do not go through a pooler, for the relay and the health probe. */
  readonly direct: pg.Pool;
  /** Runs `work` in a transaction, which is committed when it resolves and rolled back when it throws. Its `tx` is ended then. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** Injection token of the service's `ServiceDatabase`, for either client. */
export const DATABASE = Symbol('waybill-database');

/** How a service accesses its database: the result of `pg()` or `prisma(…)`. */
export interface DatabaseChoice {
  /** A global Nest module that provides `DATABASE` and the client that the service's own providers inject. */
  module(settings: PoolSettings): DynamicModule;
}
