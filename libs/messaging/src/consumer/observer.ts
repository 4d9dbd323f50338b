import type { EventMessage } from '../message/event-message.js';

/** What became of one delivery. */
export interface Dispatched {
  consumer: string;
  outcome: 'handled' | 'duplicate' | 'retried' | 'dead-lettered' | 'discarded' | 'returned';
  /** Absent where the payload could not be decoded. */
  event?: EventMessage;
  messageId: string;
  type: string;
  attempt: number;
  /** In the handler, seconds. 0 where it did not run. */
  seconds: number;
  error?: unknown;
}

/** Told of every delivery once its outcome stands; metrics and test spies listen. */
export interface DispatchObserver {
  dispatched(outcome: Dispatched): void;
}
