import { context, createContextKey, type Context } from '@opentelemetry/api';
import pg from 'pg';

/** A request, from the moment at which its handler may ask for connections. */
interface RequestWork {
  /** It has been given a connection: refusing it now would waste what it has done. */
  hasBegun: boolean;
}

const REQUEST = createContextKey('waybill request');

/** What runs in this context counts as one request. */
export function asRequest(parent: Context): Context {
  return parent.setValue(REQUEST, { hasBegun: false } satisfies RequestWork);
}

/** Too many requests wait for a connection. It has not begun: the caller may send it again. */
export class Overloaded extends Error {
  readonly code = 'OVERLOADED';

  constructor() {
    super('too many requests wait for a database connection');
    this.name = 'Overloaded';
  }
}

export interface BulkheadConfig extends pg.PoolConfig {
  readonly max: number;
  readonly connectionTimeoutMillis: number;
  /** Connections that requests never get. */
  readonly reserved: number;
  /** Maximum number of requests that wait for a connection. */
  readonly maxWaiting: number;
  /** For how long, in milliseconds. By then its caller has better things to do, and nothing was done for it. */
  readonly maxWaitMs: number;
}

type Callback = Parameters<pg.Pool['connect']>[0];
/** `pg` calls it with `release` also where there is no client. */
type Connected = (error: Error | undefined, client: pg.PoolClient | undefined, release: () => void) => void;

/**
 * A pool of which requests get all connections but a few. The rest is for handlers, schedules and inspection, which a
 * flood of requests would otherwise keep waiting. Requests wait in a queue of their own; a request that has not begun is
 * refused with `Overloaded` when the queue is full, or when it has waited for too long.
 */
export class BulkheadPool extends pg.Pool {
  readonly #waiting: (() => void)[] = [];
  readonly #lent = new WeakSet<pg.PoolClient>();
  readonly #config: BulkheadConfig;
  readonly #limit: number;
  #used = 0;

  constructor(config: BulkheadConfig) {
    super(config);
    this.#config = config;
    this.#limit = Math.max(1, config.max - config.reserved);
    this.on('release', (_error, client) => {
      if (this.#lent.delete(client)) this.#next();
    });
  }

  /** Whether a new request would be refused. */
  get isOverloaded(): boolean {
    return this.#waiting.length >= this.#config.maxWaiting;
  }

  /** In addition to `waitingCount`. */
  get waitingRequests(): number {
    return this.#waiting.length;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<pg.PoolClient> | void {
    const request = context.active().getValue(REQUEST) as RequestWork | undefined;
    if (!request) return callback ? super.connect(callback) : super.connect();
    const connecting = this.#connectRequest(request);
    if (!callback) return connecting;
    const connected = callback as Connected;
    connecting.then(
      (client) => connected(undefined, client, client.release),
      (error: Error) => connected(error, undefined, () => undefined),
    );
  }

  async #connectRequest(request: RequestWork): Promise<pg.PoolClient> {
    if (this.#used >= this.#limit) {
      if (this.isOverloaded && !request.hasBegun) throw new Overloaded();
      await this.#place(request);
    } else {
      this.#used += 1;
    }
    request.hasBegun = true;
    try {
      const client = await super.connect();
      this.#lent.add(client);
      return client;
    } catch (error) {
      this.#next();
      throw error;
    }
  }

  /** Waits for a place that another request leaves. */
  #place({ hasBegun }: RequestWork): Promise<void> {
    return new Promise((resolve, reject) => {
      const take = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(
        () => {
          this.#waiting.splice(this.#waiting.indexOf(take), 1);
          reject(hasBegun ? new Error('timeout exceeded when trying to connect') : new Overloaded());
        },
        hasBegun ? this.#config.connectionTimeoutMillis : this.#config.maxWaitMs,
      );
      this.#waiting.push(take);
    });
  }

  /** Passes a place on, or frees it. */
  #next(): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting();
    else this.#used -= 1;
  }
}
