import { Logger } from '@nestjs/common';
import pg from 'pg';
import { DatabaseRefused } from './database-refused.js';
import { requireMigration } from './require-migration.js';

export interface PoolSettings {
  databaseUrl: string;
  /** The same database past a pooler; `databaseUrl` where there is none. */
  databaseDirectUrl?: string;
  /** Most connections. The messaging library's relay keeps one of them. */
  databasePool: number;
  /** As the database's own views name the service's sessions. */
  name: string;
  /** Answers before the disk has it: a crash of Postgres takes the last moment's commits. Only for what may be lost. */
  relaxedCommits?: boolean;
}

export interface OpenPoolSettings extends PoolSettings {
  /** The newest migration that the code was written for. Without one, any database will do. */
  requiredMigration?: string;
}

/**
 * A pool of connections, the first one open, so that the first request does not pay for it. Sessions speak
 * UTC: Prisma's adapter reads and writes times as if every session did.
 *
 * @throws DatabaseRefused a migration is missing, or its URL asks for another time zone
 * @throws where the database does not answer
 */
export async function openPool(settings: OpenPoolSettings): Promise<pg.Pool> {
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

/** A pool that connects when it is first asked: for a service that also has to start while its database is away. */
export function createPool({ databaseUrl, databasePool, name, relaxedCommits }: PoolSettings): pg.Pool {
  return surviving(
    new pg.Pool({
      connectionString: databaseUrl,
      max: databasePool,
      application_name: name,
      connectionTimeoutMillis: 10_000,
      ...PATIENT,
      // What hangs longer than this has lost its other side; its locks must not outlive it.
      idle_in_transaction_session_timeout: 60_000,
      options: `-c TimeZone=UTC${relaxedCommits ? ' -c synchronous_commit=off' : ''}`,
    }),
  );
}

/** One for the relay; the health probe's, and its next one while that is opened. */
const DIRECT_SESSIONS = 3;

/**
 * Sessions of the database itself, apart from those of requests and handlers: the relay's leases are session locks,
 * and a probe that waits behind requests would call a busy service a broken one. Opens none until it is asked.
 */
export function createDirectPool({ databaseUrl, databaseDirectUrl, name }: PoolSettings): pg.Pool {
  return surviving(
    new pg.Pool({
      connectionString: databaseDirectUrl ?? databaseUrl,
      max: DIRECT_SESSIONS,
      application_name: `${name} relay and health`,
      connectionTimeoutMillis: 5_000,
      ...PATIENT,
    }),
  );
}

/** A server that is gone without a word ends its statements after 20 s; they would wait for it for ever. */
const PATIENT = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

/**
 * A connection's error that nobody hears ends the process. An idle one that breaks is replaced by the pool; one that
 * breaks between being opened and being handed out fails its first query, which says it better.
 *
 * One that was opened while the database was read-only stays so for good: it is closed instead of being kept.
 */
function surviving(pool: pg.Pool): pg.Pool {
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

/** `pg` tells of a server's error to whoever sent the statement; only here to somebody else. */
function connectionOf(client: pg.PoolClient): ProtocolEvents {
  return (client as unknown as { connection: ProtocolEvents }).connection;
}

async function requireUtc(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ zone: string }>(`SELECT current_setting('TimeZone') AS zone`);
  const [{ zone } = { zone: 'unknown' }] = rows;
  if (zone === 'UTC') return;
  throw new DatabaseRefused(
    `sessions of the database run in time zone ${zone}, and must in UTC: leave "options" out of DATABASE_URL, or let it set TimeZone=UTC`,
  );
}
