import type { ProcessView } from './processes.js';

/** `GET /api/faults`, and what `PUT /api/faults` answers. */
export interface FaultsAnswer {
  switches: FaultSwitch[];
  /** Empty where the console does not run beside the embedded stack. */
  processes: ProcessView[];
  counters: DeliveryCounters[];
  /** Since when the counters count. */
  countingSince: string;
}

export interface FaultSwitch {
  /** `<service>/<name>`: `analytics/slow-consumer`. */
  id: string;
  service: string;
  name: FaultName;
  title: string;
  /** What will happen, in one sentence. */
  description: string;
  kind: 'toggle' | 'percent' | 'milliseconds' | 'count';
  /** 0 is off; a toggle is 0 or 1. */
  value: number;
  max: number;
  /** False: the service does not answer, so nothing can be switched there now. */
  reachable: boolean;
}

export type FaultName =
  | 'slow-consumer'
  | 'failing-handler'
  | 'poison-next'
  | 'payment-declines'
  | 'relay-paused'
  | 'duplicate-delivery'
  | 'naive-publish';

/**
 * `PUT /api/faults`: either or both parts. 422 names the pointer of what cannot be. `heal: true` sets every switch to
 * 0 and starts every stopped process first.
 */
export interface FaultsChange {
  heal?: boolean;
  switches?: { id: string; value: number }[];
  processes?: { name: string; action: 'stop' | 'start' | 'kill' }[];
  /** Starts counting anew. */
  resetCounters?: boolean;
}

/** What one way of publishing did to `order.placed`, counted since `countingSince`. */
export interface DeliveryCounters {
  way: 'outbox' | 'naive';
  /** Orders whose transaction committed. */
  committed: number;
  /** Of these, those whose event took effect at the consumer. */
  delivered: number;
  /** On their way: waiting in the outbox, in the stream, or for a retry. */
  underWay: number;
  /** Committed, and nothing will ever deliver them. */
  lost: number;
  /** Effects beyond the first. */
  doubled: number;
}
