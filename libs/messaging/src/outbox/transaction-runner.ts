import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';
import type { Outbox } from './outbox.js';

/**
 * Runs transactions and, after the commit of one that published, pokes the relay of this process. Prisma
 * has no after-commit hook, and a NOTIFY inside the transaction costs two thirds of the commit rate.
 */
export class TransactionRunner<Tx extends SqlTransaction = SqlTransaction> implements Transactions<Tx> {
  constructor(
    private readonly transaction: Transactions<Tx>['run'],
    private readonly outbox: Outbox,
    private readonly poke: () => void,
  ) {}

  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    let published = false;
    const result = await this.transaction(async (tx) => {
      try {
        return await work(tx);
      } finally {
        published = this.outbox.takeAppended(tx);
      }
    });
    if (published) this.poke();
    return result;
  }
}
