import { recordBeginnings, withdrawBeginnings } from '../inbox/attempts.sql.js';
import { deliveredIdOf } from '../message/event-id.js';
import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';
import type { Delivery } from '../transport/transport.js';
import { askDatabase } from './database-down.js';
import { attemptsOf, redelivered, type Work } from './work.js';

/** Attempts at redelivered messages that are recorded as begun: what a killed process leaves behind. */
export class Beginnings<Tx extends SqlTransaction> {
  readonly #begun = new WeakSet<Delivery>();

  constructor(private readonly transactions: Transactions<Tx>) {}

  has(delivery: Delivery): boolean {
    return this.#begun.has(delivery);
  }

  /** To be called before they run. @throws DatabaseDown */
  async record(works: readonly Work[]): Promise<void> {
    const fresh = redelivered(works).filter(({ delivery }) => !this.has(delivery));
    await this.write(recordBeginnings, fresh);
    for (const { delivery } of fresh) this.#begun.add(delivery);
  }

  /** They ran, and that was no attempt. @throws DatabaseDown */
  async withdraw(works: readonly Work[]): Promise<void> {
    const begun = works.filter(({ delivery }) => this.has(delivery));
    await this.write(withdrawBeginnings, begun);
    for (const { delivery } of begun) this.#begun.delete(delivery);
  }

  private async write(statement: typeof recordBeginnings, works: readonly Work[]): Promise<void> {
    const [first] = works;
    if (!first) return;
    const ids = works.map(({ delivery }) => deliveredIdOf(delivery));
    await askDatabase(this.transactions, (tx) => statement(tx, attemptsOf(first), ids));
  }
}
