import type { EventMessage } from '../message/event-message.js';

/** The outcome of one delivery. */
export interface Dispatched {
  consumer: string;
  outcome: 'handled' | 'duplicate' | 'retried' | 'dead-lettered' | 'discarded' | 'returned';
  /** Absent if the payload could not be decoded. */
  event?: EventMessage;
  messageId: string;
  type: string;
  attempt: number;
  /** In the handler, seconds. 0 if it did not run. */
  seconds: number;
  error?: unknown;
}

/** Is called with every delivery once its outcome is final: for metrics and test spies. */
export interface DispatchObserver {
  dispatched(outcome: Dispatched): void;
}
