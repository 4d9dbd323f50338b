import type { ProcessView } from './processes.js';

/** `GET /api/faults`, and the response to `PUT /api/faults`. */
export interface FaultsResponse {
  switches: FaultSwitch[];
  /** Services that run and do not respond: their faults are as last reported, or not known. */
  notResponding: string[];
  /** False: the console has no connection to the broker, by which services are asked. */
  brokerReachable: boolean;
  /** Empty if the console runs without the embedded stack. */
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
  /** The effect, in one sentence. */
  description: string;
  kind: 'toggle' | 'percent' | 'milliseconds' | 'count';
  /** 0 is off; a toggle is 0 or 1. */
  value: number;
  max: number;
  /** False: the service does not respond, so it cannot be switched now. */
  reachable: boolean;
}

export type FaultName =
  | 'slow-consumer'
  | 'failing-handler'
  | 'dependency-down'
  | 'poison-next'
  | 'hang-next'
  | 'crash-next'
  | 'payment-declines'
  | 'payment-undecided'
  | 'relay-paused'
  | 'duplicate-delivery'
  | 'naive-publish';

/**
 * `PUT /api/faults`: any of these parts. 422 has the pointer of what is not possible. `heal: true` first starts every
 * stopped process and sets every switch to 0; services that do not respond keep their faults, and are `notResponding`.
 */
export interface FaultsChange {
  heal?: boolean;
  switches?: { id: string; value: number }[];
  processes?: { name: string; action: 'stop' | 'start' | 'kill' }[];
  /** Resets the counters. */
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
  /** Committed, and nothing will deliver them any more. */
  lost: number;
  /** Effects beyond the first. */
  doubled: number;
}
