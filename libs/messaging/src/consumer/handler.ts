import type { DataOf, EventContract } from '../contract/index.js';
import type { EventMessage } from '../message/event-message.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';

/** What a handler gets with an event. Its effects and the inbox row commit together, in `tx`. */
export interface DeliveryContext<Tx extends SqlTransaction = SqlTransaction> {
  /** The transaction that holds the inbox row. Write, and publish, everything through it: it commits together or not at all. */
  readonly tx: Tx;
  /** The name of the consumer for which the handler runs. */
  readonly consumer: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /**
   * Aborted when the subscription's `timeout`, or a shutdown's deadline, has passed. After that `tx` rejects
   * statements; cancel everything else in progress: `fetch(url, { signal })`.
   */
  readonly signal: AbortSignal;
}

/**
 * Handles one event. Runs at least once and takes effect once: what it does outside `context.tx` (a call
 * to a payment provider) must be idempotent by `event.id`.
 *
 * Throw `RetryLater`, `DeadLetterNow` or `Discard` to decide what follows; any other error is one failed attempt, retried
 * with back-off, then dead-lettered. Not ending within the subscription's `timeout` counts as one, too.
 */
export interface EventHandler<Contract extends EventContract, Tx extends SqlTransaction = SqlTransaction> {
  handle(event: EventMessage<DataOf<Contract>>, context: DeliveryContext<Tx>): Promise<void>;
}

/**
 * Handles up to `maxMessages` events in one transaction, inbox rows included. They come in stream order, each one once,
 * without those that were handled before. An error, or a batch that does not end within its `timeout`, rolls all of them
 * back; halves are then tried, and halves of those, so that a poison message stops only itself. Batches of one consumer
 * may overtake each other between replicas: the effects must commute.
 */
export interface BatchHandler<Contract extends EventContract, Tx extends SqlTransaction = SqlTransaction> {
  handle(events: EventMessage<DataOf<Contract>>[], context: DeliveryContext<Tx>): Promise<void>;
}
