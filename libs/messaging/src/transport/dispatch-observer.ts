import type { EventMessage } from '../message/event-message.js';

/**
 * How a delivery ended: `handled` its effects are committed; `retried` given back with a delay;
 * `dead-lettered` stored in the dead-letter stream; `discarded` the handler wanted no effect; `duplicate`
 * the inbox knew it.
 */
export type Outcome = 'handled' | 'retried' | 'dead-lettered' | 'discarded' | 'duplicate';

export interface Dispatched {
  consumer: string;
  messageId: string;
  outcome: Outcome;
  /** 1 for the first try. */
  attempt: number;
  /** Absent where the message could not be read. */
  event?: EventMessage;
  /** What the handler threw. */
  error?: unknown;
}

/** Told of each delivery once it is decided, in the order of the decisions. Must not throw. */
export interface DispatchObserver {
  dispatched(dispatched: Dispatched): void;
}
