import { silentLog, type Log } from '../log.js';
import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';
import { whileOpen } from '../sql/transaction-handle.js';
import type { AppendedEvent } from './appends.js';
import type { Outbox } from './outbox.js';

/**
 * Runs transactions and, after the commit of one that published, pokes the relay of this process, so that its events are
 * sent within milliseconds. Prisma has no after-commit hook, and a NOTIFY inside the transaction costs two thirds of the
 * commit rate.
 *
 * Its `tx` is ended once `work` has ended: later statements are refused (code `TRANSACTION_ENDED`), not sent.
 */
export class TransactionRunner<Tx extends SqlTransaction = SqlTransaction> implements Transactions<Tx> {
  readonly #listeners = new Set<(events: readonly AppendedEvent[]) => void>();

  constructor(
    private readonly transaction: Transactions<Tx>['run'],
    private readonly outbox: Outbox,
    private readonly poke: () => void,
    private readonly log: Log = silentLog,
  ) {}

  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    let published: readonly AppendedEvent[] = [];
    const append = async (tx: Tx) => {
      try {
        const result = await work(tx);
        // Published without waiting for it: it still belongs to this transaction, which fails if it failed.
        await this.outbox.appended(tx);
        return result;
      } finally {
        published = this.outbox.takeAppended(tx);
      }
    };
    const result = await this.transaction((tx) => whileOpen(tx, append, this.onRefused));
    if (published.length > 0) {
      this.poke();
      this.notify(published);
    }
    return result;
  }

  /**
   * Calls `listener` in this process after each commit of a transaction that published, with its events: for metrics and
   * caches, never for what must not be lost, because the process may end between the commit and the call.
   *
   * @returns stops it
   */
  onCommitted(listener: (events: readonly AppendedEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A listener that throws must not make a committed transaction look failed. */
  private notify(published: readonly AppendedEvent[]): void {
    for (const listener of this.#listeners) {
      try {
        listener(published);
      } catch (error) {
        this.log.error({ err: error }, 'a listener for committed events threw');
      }
    }
  }

  private readonly onRefused = (refusal: Error): void =>
    this.log.error(
      { err: refusal },
      'a statement was issued after its transaction had ended: it was not sent',
    );
}
