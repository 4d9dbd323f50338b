import { silentLog, type Log } from '../log.js';
import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';
import { whileOpen } from '../sql/transaction-handle.js';
import type { Outbox } from './outbox.js';

/**
 * Runs transactions and, after the commit of one that published, pokes the relay of this process. Prisma
 * has no after-commit hook, and a NOTIFY inside the transaction costs two thirds of the commit rate.
 *
 * The `tx` that it hands out is dead once `work` has ended: see `whileOpen`.
 */
export class TransactionRunner<Tx extends SqlTransaction = SqlTransaction> implements Transactions<Tx> {
  constructor(
    private readonly transaction: Transactions<Tx>['run'],
    private readonly outbox: Outbox,
    private readonly poke: () => void,
    private readonly log: Log = silentLog,
  ) {}

  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    let published = false;
    const append = async (tx: Tx) => {
      try {
        const result = await work(tx);
        // Published without waiting for it: it still belongs to this transaction, which fails where it failed.
        await this.outbox.appended(tx);
        return result;
      } finally {
        published = this.outbox.takeAppended(tx);
      }
    };
    const result = await this.transaction((tx) => whileOpen(tx, append, this.onRefused));
    if (published) this.poke();
    return result;
  }

  private readonly onRefused = (refusal: Error): void =>
    this.log.error({ err: refusal }, 'a statement came after its transaction had ended: it was not sent');
}
