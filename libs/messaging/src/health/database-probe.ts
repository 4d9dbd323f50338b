import { setTimeout as delay } from 'node:timers/promises';
import { withinTime, DatabaseSilent } from '../sql/within-time.js';
import type { ConnectionPool, PooledConnection } from '../sql/connection-pool.js';
import { refusalOf } from '../sql/database-state.js';
import { missingTables, sessionState, type SessionState } from '../sql/database-state.sql.js';
import { codeIn } from '../sql/error-causes.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import type { HealthCheck } from './health-check.js';

export interface DatabaseProbeOptions {
  /** Tables that must exist. Default none. */
  tables?: readonly string[];
  /** What else to read each time the database responds, on the same session. */
  alsoRead?: (session: SqlTransaction) => Promise<void>;
  /** Time between two probes. Default 2 s. */
  intervalMs?: number;
  /** Timeout for a response, after which the database counts as down. Default 5 s. */
  replyMs?: number;
  /**
   * A session is used for this long at most: what was changed for new sessions only (`ALTER DATABASE … SET`, a
   * password, a failover behind a name) is what the service's own pool meets next. Default 10 s.
   */
  renewMs?: number;
}

const DEFAULTS = {
  tables: [] as readonly string[],
  alsoRead: async () => {},
  intervalMs: 2_000,
  replyMs: 5_000,
  renewMs: 10_000,
} satisfies Required<DatabaseProbeOptions>;

type Verdict = Omit<HealthCheck, 'role'>;

const WELL: Verdict[] = [
  { name: 'database', status: 'ok' },
  { name: 'migrations', status: 'ok' },
];

/**
 * Looks at the database in the background, on a session of its own: a pool that is used up by requests does not make
 * a busy service look like a broken one.
 */
export class DatabaseProbe {
  readonly #options: Required<DatabaseProbeOptions>;
  readonly #stopping = new AbortController();
  #session: { connection: PooledConnection; since: number } | undefined;
  #verdicts: Verdict[] = [{ name: 'database', status: 'failing', detail: 'not asked yet' }];
  #running: Promise<void> | undefined;

  constructor(
    private readonly pool: ConnectionPool,
    options: DatabaseProbeOptions = {},
  ) {
    this.#options = { ...DEFAULTS, ...options };
  }

  /** As of the last look. */
  check = (): HealthCheck[] => this.#verdicts.map((verdict) => ({ ...verdict, role: 'all' }));

  /** Resolves when it has looked once. */
  async start(): Promise<void> {
    if (this.#running) return;
    const first = this.look();
    this.#running = first.then(() => this.run());
    await first;
  }

  /** Gives its session back. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    this.#drop();
  }

  private async run(): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      await delay(this.#options.intervalMs, undefined, { signal }).catch(() => {
        // Only the stop ends the delay early, and the loop looks at that itself.
      });
      if (signal.aborted) return;
      await this.look();
    }
  }

  /** Looks once. An error is a result, too; that a kept session was ended says nothing about the database. */
  async look(): Promise<void> {
    const wasKept = this.#session !== undefined;
    try {
      this.#verdicts = await this.#ask();
    } catch (error) {
      this.#drop();
      if (wasKept && !(error instanceof DatabaseSilent)) return this.look();
      this.#verdicts = [unanswered(error)];
    }
  }

  async #ask(): Promise<Verdict[]> {
    const { tables, alsoRead, replyMs } = this.#options;
    const shortage = await this.#renewSession();
    const session = withinTime(this.#session!.connection, replyMs);
    const verdict = shortage ?? verdictOf(await sessionState(session));
    const missing = await missingTables(session, tables);
    if (missing.length === 0) await alsoRead(session);
    return [verdict, migrationsOf(missing)];
  }

  /** The verdict of a database that accepts no more connections while the existing one still works. */
  async #renewSession(): Promise<Verdict | undefined> {
    const old = this.#session;
    if (old && performance.now() - old.since < this.#options.renewMs) return undefined;
    try {
      const connection = await this.pool.connect();
      connection.on('error', ignore);
      this.#session = { connection, since: performance.now() };
      if (old) release(old.connection);
      return undefined;
    } catch (error) {
      if (!old || refusalOf(error) !== 'full') throw error;
      return noConnectionFree('degraded');
    }
  }

  #drop(): void {
    if (this.#session) release(this.#session.connection);
    this.#session = undefined;
  }
}

/** The next statement on it fails, and says it better. */
function ignore(): void {}

/** Always closed: another look may want to know what a new session meets. */
function release(connection: PooledConnection): void {
  connection.removeListener('error', ignore);
  connection.release(true);
}

function verdictOf({ readOnly, standby }: SessionState): Verdict {
  if (standby) {
    return {
      name: 'database',
      status: 'failing',
      detail: 'the database is read-only: the server is a standby',
      fix: 'promote it, or set DATABASE_URL to the primary (target_session_attrs, or a name that follows a failover)',
    };
  }
  if (readOnly) {
    return {
      name: 'database',
      status: 'failing',
      detail: 'the database is read-only: default_transaction_read_only is on',
      fix: 'ALTER DATABASE … RESET default_transaction_read_only (or of the role, or of the server) once it may be written to again',
    };
  }
  return WELL[0]!;
}

function migrationsOf(missing: readonly string[]): Verdict {
  if (missing.length === 0) return WELL[1]!;
  return {
    name: 'migrations',
    status: 'failing',
    detail: `the database has no ${missing.join(', ')}`,
    fix: 'apply the migrations of prisma/<service>/migrations',
  };
}

function unanswered(error: unknown): Verdict {
  if (refusalOf(error) === 'full') return noConnectionFree('failing');
  return {
    name: 'database',
    status: 'failing',
    detail: `the database does not respond: ${reasonOf(error)}`,
    fix: 'start it, or restore the network to it; the service reconnects by itself',
  };
}

function noConnectionFree(status: 'degraded' | 'failing'): Verdict {
  return {
    name: 'database',
    status,
    detail: 'the database accepts no more connections',
    fix: 'raise max_connections, or lower DATABASE_POOL of the processes that share it',
  };
}

/** A code if there is one: messages of clients tend to contain addresses. */
function reasonOf(error: unknown): string {
  if (error instanceof DatabaseSilent) return error.message;
  if (String(error).includes('does not support SSL')) return 'its server does not offer TLS';
  return codeIn(error, () => true) ?? 'it cannot be connected to';
}
