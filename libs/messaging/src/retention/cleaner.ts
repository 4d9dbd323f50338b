import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../log.js';
import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';
import { CLEAN_UPS, deleteOld } from './delete-old.sql.js';

const ROUND_MS = 60_000;
const LIMIT = 1_000;

/**
 * Deletes published outbox rows, cancelled scheduled ones, inbox rows and ended processes once they are older than the
 * retention: a thousand in one transaction, as often as there are more, so that it never holds much. Several may run at once.
 *
 * An inbox row that is gone no longer stops a duplicate, so it also stays until its consumer stands well beyond it.
 */
export class Cleaner {
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    private readonly transactions: Transactions<SqlTransaction>,
    private readonly log: Log,
    private readonly retentionMs: number,
  ) {}

  start(): void {
    this.#running ??= this.run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** One round over all tables. Gives how many rows went. */
  async clean(now: Date): Promise<number> {
    const before = new Date(now.getTime() - this.retentionMs);
    let total = 0;
    for (const table of Object.keys(CLEAN_UPS) as (keyof typeof CLEAN_UPS)[]) {
      let deleted: number;
      do {
        deleted = await this.transactions.run((tx) => deleteOld(tx, table, before, LIMIT));
        total += deleted;
      } while (deleted === LIMIT && !this.#stopping.signal.aborted);
    }
    return total;
  }

  private async run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await delay(ROUND_MS, undefined, { signal });
        await this.clean(new Date());
      } catch (error) {
        if (!signal.aborted) this.log.warn({ err: error }, 'clean-up failed, the next round tries again');
      }
    }
  }
}
