import type { Duration } from '../duration.js';
import type { DeliveryContext } from '../consumer/handler.js';
import type { DataOf, EventContract } from '../contract/index.js';
import type { EventMessage } from '../message/event-message.js';
import type { SqlTransaction } from '../sql/sql-transaction.js';

/** One process, such as the fulfilment of one order, as a step finds it. Its row is locked until the step commits. */
export interface ProcessInstance<State> {
  /** What its events have in common: an order's id. */
  readonly id: string;
  /** Change it, or set another one: it is checked against the schema and stored when the handler has ended. */
  state: State;
  readonly startedAt: Date;
  /** How it ended. Undefined while it is under way. */
  readonly outcome: string | undefined;
  /**
   * Publishes an event to the process itself when it is due, unless that is cleared or the process ends before. One timer per
   * event type: setting it again clears the one before. It takes the lane of the event in hand.
   *
   * @throws as `Outbox.publish`, and TypeError if the process has ended
   */
  setTimer<Data>(
    contract: EventContract<Data>,
    data: NoInfer<Data>,
    due: { at: Date } | { delay: Duration },
  ): Promise<void>;
  /** Clears the timer: its event is cancelled or, if it is under way already, discarded on arrival. */
  clearTimer(contract: EventContract): Promise<void>;
  /**
   * Ends the process with this step: its timers are cleared, and later events are discarded.
   *
   * @param outcome in the process's own words, for people: `confirmed`, `cancelled`
   * @throws TypeError it has ended already
   */
  end(outcome: string): void;
}

/** What a step gets beside its event. The state of the process and everything done in `tx` commit together. */
export interface ProcessContext<
  State,
  Tx extends SqlTransaction = SqlTransaction,
> extends DeliveryContext<Tx> {
  readonly process: ProcessInstance<State>;
}

/** A step of a process: an event handler (see `EventHandler`) that also gets the process. */
export interface ProcessHandler<
  Contract extends EventContract,
  State,
  Tx extends SqlTransaction = SqlTransaction,
> {
  handle(event: EventMessage<DataOf<Contract>>, context: ProcessContext<State, Tx>): Promise<void>;
}
