import type { EventContract, Lane } from '../contract/index.js';
import type { Duration } from '../duration.js';
import type { PublishOptions } from '../message/encode-event.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import { MasterKeyNeeded } from '../personal/personal-data.js';
import { dataSubjectOf, type SealingKeys } from '../personal/seal-personal.js';
import type { SubjectKeys } from '../personal/subject-keys.js';
import { refusalOf } from '../sql/transaction-handle.js';
import { startCreate, whileCreating } from '../tracing/create-span.js';
import { Appends, type AppendedEvent } from './appends.js';
import { appendRows } from './append-rows.sql.js';
import { cancelRows } from './cancel-rows.sql.js';
import { DeclaredEvents } from './declared-events.js';
import { dueTimeOf, type DueTime } from './due-time.js';
import { scheduleRow } from './schedule-row.sql.js';

/** Options of `Outbox.publish`. With `at` or `delay` the event is scheduled: it waits until it is due, and can be cancelled. */
export interface OutboxPublishOptions extends PublishOptions {
  /** When it is due, by the database's clock, at most 366 days ahead. A time that has passed means at once. */
  at?: Date;
  /** The same, counted from the append: milliseconds, or `'30s'`, `'15m'`, `'2h'`, `'7d'`. */
  delay?: Duration;
}

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
    /** Needed for contracts with personal fields. */
    private readonly keys?: SubjectKeys,
  ) {
    this.#declared = new DeclaredEvents(source, publishes, maxPayload);
  }

  /**
   * Adds one row to the outbox. It is sent once the transaction has committed and, with `at` or `delay`, it is due: at
   * most a second later while a relay runs and the broker takes it. A scheduled event takes its place in the order of its
   * key when it is due.
   *
   * @returns the event's id
   * @throws InvalidPayload the data does not fit the contract: nothing was written
   * @throws InvalidMessage not declared in `publishes`, or cannot be sent as it is: nothing was written
   * @throws MessagingError with code `TRANSACTION_ENDED` if `tx` has ended, `MASTER_KEY_NEEDED` if the event has personal
   *   fields and the service no master key: nothing was written
   */
  publish<Data>(
    tx: SqlTransaction,
    contract: EventContract<Data>,
    data: NoInfer<Data>,
    options: OutboxPublishOptions = {},
  ): Promise<string> {
    const refusal = refusalOf(tx);
    if (refusal) return refusal;
    if (options.at === undefined && options.delay === undefined) {
      return this.append(tx, contract, [data], () => options).then(([id]) => id!);
    }
    return this.schedule(tx, contract, data, options);
  }

  /**
   * Cancels a scheduled event. If this transaction commits, the event is never published.
   *
   * @returns whether it was still waiting: false if it is published or about to be, cancelled already, or unknown
   * @throws MessagingError with code `TRANSACTION_ENDED` if `tx` has ended
   */
  async cancel(tx: SqlTransaction, eventId: string): Promise<boolean> {
    return cancelRows(tx, eventId);
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
    const events = this.appendedIn(tx);
    this.#appends.delete(tx);
    return events;
  }

  /** What was published in this transaction so far. */
  appendedIn(tx: SqlTransaction): readonly AppendedEvent[] {
    return this.#appends.get(tx)?.events ?? [];
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
      let ids: string[] = [];
      await this.#appendsOf(tx).track(this.#keysOf(tx, contract, data), async (keys) => {
        const events = data.map((each, i) => ({
          ...this.#declared.encode(contract, each, optionsOf(each), spans[i]!, keys),
          contract: contract as EventContract,
        }));
        ids = events.map(({ id }) => id);
        await appendRows(tx, events);
        return events;
      });
      return ids;
    });
  }

  private async schedule<Data>(
    tx: SqlTransaction,
    contract: EventContract<Data>,
    data: Data,
    options: OutboxPublishOptions,
  ): Promise<string> {
    this.#declared.require(contract as EventContract);
    const due: DueTime = dueTimeOf(contract.name, options)!;
    const span = startCreate(contract);
    return whileCreating([span], async () => {
      let id = '';
      const write = async (keys?: SealingKeys) => {
        const event = this.#declared.encode(contract, data, options, span, keys);
        id = event.id;
        span.due(await scheduleRow(tx, event, due));
        return [];
      };
      // It is not published by this commit, but one that is not awaited belongs to this transaction all the same.
      await this.#appendsOf(tx).track(this.#keysOf(tx, contract, [data]), write);
      return id;
    });
  }

  /** Reads the keys of the data subjects; undefined where nothing is personal. */
  #keysOf<Data>(
    tx: SqlTransaction,
    contract: EventContract<Data>,
    data: readonly Data[],
  ): (() => Promise<SealingKeys>) | undefined {
    const { keys } = this;
    if (!contract.personal) return undefined;
    if (!keys) throw new MasterKeyNeeded(contract.name);
    return () => keys.forAppend(tx, new Set(data.map((each) => dataSubjectOf(contract, each))));
  }

  #appendsOf(tx: SqlTransaction): Appends {
    let appends = this.#appends.get(tx);
    if (!appends) this.#appends.set(tx, (appends = new Appends()));
    return appends;
  }
}
