import type { EventContract, Lane } from '../contract/index.js';
import { encodeEvent, type PublishOptions } from '../message/encode-event.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';
import { startCreate, whileCreating } from '../tracing/create-span.js';
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
  readonly #appended = new WeakSet<SqlTransaction>();

  readonly #declared: DeclaredEvents;

  /** @param publishes what the service may publish */
  constructor(
    private readonly source: string,
    publishes: readonly EventContract[],
  ) {
    this.#declared = new DeclaredEvents(source, publishes);
  }

  /**
   * @returns the event's id
   * @throws EventNotDeclared, InvalidPayload, InvalidMessage: nothing was written
   */
  async publish<Data>(
    tx: SqlTransaction,
    contract: EventContract<Data>,
    data: NoInfer<Data>,
    options?: PublishOptions,
  ): Promise<string> {
    this.#declared.require(contract as EventContract);
    const span = startCreate(contract);
    return whileCreating([span], async () => {
      const event = encodeEvent(contract, data, this.source, options, span.context);
      span.created(event);
      await appendRows(tx, [event]);
      this.#appended.add(tx);
      return event.id;
    });
  }

  /** Many events of one kind in one statement, in this order. All of them or, where one is invalid, none. */
  async publishAll<Data>(
    tx: SqlTransaction,
    contract: EventContract<Data>,
    data: readonly NoInfer<Data>[],
    { lane }: PublishAllOptions<NoInfer<Data>> = {},
  ): Promise<string[]> {
    this.#declared.require(contract as EventContract);
    const spans = data.map(() => startCreate(contract));
    return whileCreating(spans, async () => {
      const events = data.map((each, i) => {
        const options = { lane: typeof lane === 'function' ? lane(each) : lane };
        const event = encodeEvent(contract, each, this.source, options, spans[i]!.context);
        spans[i]!.created(event);
        return event;
      });
      await appendRows(tx, events);
      this.#appended.add(tx);
      return events.map(({ id }) => id);
    });
  }

  /**
   * Whether events were published in this transaction, so that the relay is worth a poke once it has
   * committed. Asked once, at its end: a `pg` client is the same object in every transaction that it runs.
   */
  takeAppended(tx: SqlTransaction): boolean {
    return this.#appended.delete(tx);
  }
}
