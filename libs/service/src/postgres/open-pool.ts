import { Logger } from '@nestjs/common';
import pg from 'pg';
import { BulkheadPool } from './bulkhead-pool.js';
import { DatabaseRefused } from './database-refused.js';
import { observePool } from './pool-metrics.js';
import { PreparingClient } from './preparing-client.js';
import { requireMigration } from './require-migration.js';

export interface PoolSettings {
  databaseUrl: string;
  /** The same database without a pooler. Default: `databaseUrl`. */
  databaseDirectUrl?: string;
  /** Maximum number of connections of the pool. */
  databasePool: number;
  /** Maximum number of requests that wait for one of them; more are refused. Default 100. */
  databaseQueue?: number;
  /** What the process does. One that only serves requests reserves a single connection for the rest. */
  roles?: ReadonlySet<string>;
  /** The `application_name` of the sessions. */
  name: string;
  /** `synchronous_commit = off`: a crash of Postgres loses the latest commits. Only for data that may be lost. */
  relaxedCommits?: boolean;
}

export interface OpenPoolSettings extends PoolSettings {
  /** The newest migration that the code was written for. Without it, the migrations are not checked. */
  requiredMigration?: string;
}

/**
 * A pool with one open connection, so that the first request does not wait for one. Sessions use UTC, as Prisma's
 * adapter assumes.
 *
 * @throws DatabaseRefused a migration is missing, or the URL sets another time zone
 * @throws if the database does not respond
 */
export async function openPool(settings: OpenPoolSettings): Promise<BulkheadPool> {
  const pool = createPool(settings);
  try {
    await requireUtc(pool);
    const { name, requiredMigration } = settings;
    if (requiredMigration !== undefined) await requireMigration(pool, name, requiredMigration);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return pool;
}

/** A pool that connects at the first query: for a service that must be able to start while its database is down. */
export function createPool({
  databaseUrl,
  databasePool,
  databaseQueue = 100,
  roles,
  name,
  relaxedCommits,
}: PoolSettings): BulkheadPool {
  const pool = handlingErrors(
    new BulkheadPool({
      connectionString: databaseUrl,
      max: databasePool,
      reserved: roles?.has('consumers') === false ? 1 : Math.ceil(databasePool / 3),
      maxWaiting: databaseQueue,
      maxWaitMs: 5_000,
      application_name: name,
      connectionTimeoutMillis: 10_000,
      ...KEEP_ALIVE,
      Client: PreparingClient,
      // A transaction that is idle for longer has lost its client: its locks must be released.
      idle_in_transaction_session_timeout: 60_000,
      options: `-c TimeZone=UTC${relaxedCommits ? ' -c synchronous_commit=off' : ''}`,
    }),
  );
  observePool(pool, 'requests');
  return pool;
}

/** One for the relay and one for the payloads that it stores, one for the health probe, and the next one while that is opened. */
const DIRECT_SESSIONS = 4;

/**
 * Sessions without a pooler, separate from those of requests and handlers: the relay's leases are session locks, and a
 * probe that waits behind requests would report a busy service as failing. Connects at the first query.
 */
export function createDirectPool({ databaseUrl, databaseDirectUrl, name }: PoolSettings): pg.Pool {
  return handlingErrors(
    new pg.Pool({
      connectionString: databaseDirectUrl ?? databaseUrl,
      max: DIRECT_SESSIONS,
      application_name: `${name} relay and health`,
      connectionTimeoutMillis: 5_000,
      ...KEEP_ALIVE,
    }),
  );
}

/** If the server disappears without closing its connections, statements fail after 20 s instead of waiting for ever. */
const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

/**
 * Listens for errors of connections, as an unhandled one would end the process. The pool replaces an idle connection
 * that breaks; one that breaks between connecting and its first query fails that query.
 *
 * A connection that was opened while the database was read-only stays read-only, so it is closed instead of reused.
 */
function handlingErrors<Pool extends pg.Pool>(pool: Pool): Pool {
  const logger = new Logger('database');
  const readOnly = new WeakSet<pg.PoolClient>();
  pool.on('error', (error) => logger.warn(`idle connection lost: ${error.message}`));
  pool.on('connect', (client) => {
    client.on('error', () => {});
    connectionOf(client).on('errorMessage', ({ code }) => {
      if (code === READ_ONLY) readOnly.add(client);
    });
  });
  pool.on('release', (_error, client) => {
    if (readOnly.delete(client)) void client.end().catch(() => {});
  });
  return pool;
}

/** SQLSTATE of a write in a read-only transaction. */
const READ_ONLY = '25006';

interface ProtocolEvents {
  on(event: 'errorMessage', listener: (message: { code?: string }) => void): unknown;
}

/** `pg` reports an error of the server only to the caller of the statement; here it is observed for all statements. */
function connectionOf(client: pg.PoolClient): ProtocolEvents {
  return (client as unknown as { connection: ProtocolEvents }).connection;
}

async function requireUtc(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ zone: string }>(`SELECT current_setting('TimeZone') AS zone`);
  const [{ zone } = { zone: 'unknown' }] = rows;
  if (zone === 'UTC') return;
  throw new DatabaseRefused(
    `sessions of the database have the time zone ${zone}, but must have UTC: remove "options" from DATABASE_URL, or set TimeZone=UTC in it`,
  );
}
