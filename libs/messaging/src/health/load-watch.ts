import type { SqlTransaction } from '../sql/sql-transaction.js';
import { serverLoad, type ServerLoad } from './server-load.sql.js';

/** The size is read file by file. */
const FRESH_MS = 15_000;
const STALE_MS = 60_000;

/** The load of the database server, for metrics. */
export class LoadWatch {
  #load: { read: ServerLoad; at: number } | undefined;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Undefined if nothing was read lately, as while the database is down. */
  get load(): ServerLoad | undefined {
    return this.#load && this.now() - this.#load.at < STALE_MS ? this.#load.read : undefined;
  }

  read = async (session: SqlTransaction): Promise<void> => {
    if (this.#load && this.now() - this.#load.at < FRESH_MS) return;
    this.#load = { read: await serverLoad(session), at: this.now() };
  };
}
