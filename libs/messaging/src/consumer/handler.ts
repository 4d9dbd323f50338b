import type { DataOf, EventContract } from '../contract/index.js';
import type { EventMessage } from '../message/event-message.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';

/** What a handler knows of the delivery. Its effects and the inbox row commit together, in `tx`. */
export interface DeliveryContext<Tx extends SqlTransaction = SqlTransaction> {
  /** The transaction that already holds the inbox row. Everything the handler writes, and every event it publishes, goes in here. */
  readonly tx: Tx;
  /** The consumer on whose behalf it runs; names the inbox rows and the dead letters. */
  readonly consumer: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /**
   * Aborted when the subscription's `timeout`, or a shutdown's deadline, has passed. `tx` takes no more statements
   * then; what else is under way should be called off: `fetch(url, { signal })`.
   */
  readonly signal: AbortSignal;
}

/**
 * Handles one event. Runs at least once and takes effect once: what it does outside `context.tx` (a call
 * to a payment provider) must be idempotent by `event.id`.
 *
 * Throw `RetryLater`, `DeadLetterNow` or `Discard` to decide what follows; whatever else is thrown is one failed
 * attempt, retried with back-off, then dead-lettered. So is not ending within the subscription's `timeout`.
 */
export interface EventHandler<Contract extends EventContract, Tx extends SqlTransaction = SqlTransaction> {
  handle(event: EventMessage<DataOf<Contract>>, context: DeliveryContext<Tx>): Promise<void>;
}

/**
 * Handles up to `maxMessages` events in one transaction, inbox rows included. They come in stream order,
 * each one once, those handled before left out. A throw, or a batch that does not end within its `timeout`, rolls all of
 * them back; halves are then tried, and halves of those, so that a poison message stops only itself. Batches of one consumer may overtake each other
 * between replicas: the effects must commute.
 */
export interface BatchHandler<Contract extends EventContract, Tx extends SqlTransaction = SqlTransaction> {
  handle(events: EventMessage<DataOf<Contract>>[], context: DeliveryContext<Tx>): Promise<void>;
}
