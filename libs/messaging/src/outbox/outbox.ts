import type { EventContract, Lane } from '../contract/index.js';
import type { PublishOptions } from '../message/encode-event.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import { refusalOf } from '../sql/transaction-handle.js';
import { startCreate, whileCreating } from '../tracing/create-span.js';
import { Appends, type AppendedEvent } from './appends.js';
import { appendRows } from './append-rows.sql.js';
import { DeclaredEvents } from './declared-events.js';

/** Options of `Outbox.publishAll`. */
export interface PublishAllOptions<Data> {
  /** One lane for all, or the lane of each. Default `standard`. */
  lane?: Lane | ((data: Data) => Lane);
}

/**
 * Publishes events by writing them into the caller's transaction: they are sent if and only if it commits, at least once,
 * in order per key.
 *
 * For order per key, lock or version-bump the aggregate's row before publishing: the order of the rows' ids, which are
 * assigned here, is the order in which they are sent.
 */
export class Outbox {
  readonly #appends = new WeakMap<SqlTransaction, Appends>();
  readonly #declared: DeclaredEvents;

  /**
   * @param source the service's name
   * @param publishes what the service may publish
   * @param maxPayload what the broker takes in one message; undefined before the first connection
   */
  constructor(
    source: string,
    publishes: readonly EventContract[],
    maxPayload: () => number | undefined = () => undefined,
  ) {
    this.#declared = new DeclaredEvents(source, publishes, maxPayload);
  }

  /**
   * Adds one row to the outbox. It is sent once the transaction has committed.
   *
   * @returns the event's id
   * @throws InvalidPayload the data does not fit the contract: nothing was written
   * @throws InvalidMessage not declared in `publishes`, or cannot be sent as it is: nothing was written
   * @throws MessagingError with code `TRANSACTION_ENDED` if `tx` has ended: nothing was written
   */
  publish<Data>(
    tx: SqlTransaction,
    contract: EventContract<Data>,
    data: NoInfer<Data>,
    options?: PublishOptions,
  ): Promise<string> {
    return refusalOf(tx) ?? this.append(tx, contract, [data], () => options).then(([id]) => id!);
  }

  /**
   * Many events of one kind in one statement, in this order: all of them or, if one is invalid, none.
   *
   * @returns the events' ids, in this order
   * @throws as `publish`
   */
  publishAll<Data>(
    tx: SqlTransaction,
    contract: EventContract<Data>,
    data: readonly NoInfer<Data>[],
    { lane }: PublishAllOptions<NoInfer<Data>> = {},
  ): Promise<string[]> {
    const optionsOf = (each: Data) => ({ lane: typeof lane === 'function' ? lane(each) : lane });
    return refusalOf(tx) ?? this.append(tx, contract, data, optionsOf);
  }

  /** Resolves once nothing that was published in this transaction is still under way. @throws what it threw */
  async appended(tx: SqlTransaction): Promise<void> {
    await this.#appends.get(tx)?.done();
  }

  /** What was published in this transaction. To be called once, at its end. */
  takeAppended(tx: SqlTransaction): readonly AppendedEvent[] {
    const events = this.#appends.get(tx)?.events ?? [];
    this.#appends.delete(tx);
    return events;
  }

  private async append<Data>(
    tx: SqlTransaction,
    contract: EventContract<Data>,
    data: readonly Data[],
    optionsOf: (data: Data) => PublishOptions | undefined,
  ): Promise<string[]> {
    this.#declared.require(contract as EventContract);
    const spans = data.map(() => startCreate(contract));
    return whileCreating(spans, async () => {
      const events = data.map((each, i) => ({
        ...this.#declared.encode(contract, each, optionsOf(each), spans[i]!),
        contract: contract as EventContract,
      }));
      await this.#appendsOf(tx).track(events, appendRows(tx, events));
      return events.map(({ id }) => id);
    });
  }

  #appendsOf(tx: SqlTransaction): Appends {
    let appends = this.#appends.get(tx);
    if (!appends) this.#appends.set(tx, (appends = new Appends()));
    return appends;
  }
}
