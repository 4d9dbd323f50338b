import type { EventContract, Lane } from '../contract/index.js';
import { assertFits } from '../message/assert-fits.js';
import { encodeEvent, type PublishOptions } from '../message/encode-event.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import { refusalOf } from '../sql/transaction-handle.js';
import { startCreate, whileCreating, type CreateSpan } from '../tracing/create-span.js';
import { Appends, type AppendedEvent } from './appends.js';
import { appendRows } from './append-rows.sql.js';
import { DeclaredEvents } from './declared-events.js';

export interface PublishAllOptions<Data> {
  /** One lane for all, or the lane of each. Default `standard`. */
  lane?: Lane | ((data: Data) => Lane);
}

/**
 * Publishes events by writing them into the caller's transaction: they go out if and only if it commits.
 *
 * For order per key, lock or version-bump the aggregate's row before appending: ids, and with them the
 * order of publishing, are drawn here.
 */
export class Outbox {
  readonly #appends = new WeakMap<SqlTransaction, Appends>();
  readonly #declared: DeclaredEvents;

  /**
   * @param publishes what the service may publish
   * @param maxPayload what the broker takes in one message; undefined while it has not been reached yet
   */
  constructor(
    private readonly source: string,
    publishes: readonly EventContract[],
    private readonly maxPayload: () => number | undefined = () => undefined,
  ) {
    this.#declared = new DeclaredEvents(source, publishes);
  }

  /**
   * @returns the event's id
   * @throws EventNotDeclared, InvalidPayload, InvalidMessage: nothing was written
   * @throws TransactionEnded: it came too late, and nothing was written
   */
  publish<Data>(
    tx: SqlTransaction,
    contract: EventContract<Data>,
    data: NoInfer<Data>,
    options?: PublishOptions,
  ): Promise<string> {
    return refusalOf(tx) ?? this.publishOne(tx, contract, data, options);
  }

  /** Many events of one kind in one statement, in this order. All of them or, where one is invalid, none. */
  publishAll<Data>(
    tx: SqlTransaction,
    contract: EventContract<Data>,
    data: readonly NoInfer<Data>[],
    options: PublishAllOptions<NoInfer<Data>> = {},
  ): Promise<string[]> {
    return refusalOf(tx) ?? this.publishMany(tx, contract, data, options);
  }

  /** Resolves once nothing that was published in this transaction is still under way. @throws what it threw */
  async appended(tx: SqlTransaction): Promise<void> {
    await this.#appends.get(tx)?.done();
  }

  /** What was published in this transaction. Asked once, at its end. */
  takeAppended(tx: SqlTransaction): readonly AppendedEvent[] {
    const events = this.#appends.get(tx)?.events ?? [];
    this.#appends.delete(tx);
    return events;
  }

  private async publishOne<Data>(
    tx: SqlTransaction,
    contract: EventContract<Data>,
    data: Data,
    options: PublishOptions | undefined,
  ): Promise<string> {
    this.#declared.require(contract as EventContract);
    const span = startCreate(contract);
    return whileCreating([span], async () => {
      const event = this.encode(contract, data, options, span);
      await this.append(tx, [event]);
      return event.id;
    });
  }

  private async publishMany<Data>(
    tx: SqlTransaction,
    contract: EventContract<Data>,
    data: readonly Data[],
    { lane }: PublishAllOptions<Data>,
  ): Promise<string[]> {
    this.#declared.require(contract as EventContract);
    const spans = data.map(() => startCreate(contract));
    return whileCreating(spans, async () => {
      const events = data.map((each, i) => {
        const options = { lane: typeof lane === 'function' ? lane(each) : lane };
        return this.encode(contract, each, options, spans[i]!);
      });
      await this.append(tx, events);
      return events.map(({ id }) => id);
    });
  }

  private encode<Data>(
    contract: EventContract<Data>,
    data: Data,
    options: PublishOptions | undefined,
    span: CreateSpan,
  ): AppendedEvent {
    const encoded = encodeEvent(contract, data, this.source, options, span.context);
    const event = { ...encoded, contract: contract as EventContract };
    assertFits(contract, event, this.maxPayload());
    span.created(event);
    return event;
  }

  private append(tx: SqlTransaction, events: readonly AppendedEvent[]): Promise<void> {
    let appends = this.#appends.get(tx);
    if (!appends) this.#appends.set(tx, (appends = new Appends()));
    return appends.run(events, () => appendRows(tx, events));
  }
}
