/** `GET /api/latencies?minutes=`: how long messages waited and were worked on, by the spans that began in this time. */
export interface LatenciesResponse {
  /** Up to a slot earlier than what was asked for; later if there are more spans than are read: then the latest are. */
  from: string;
  to: string;
  /** How many spans of messages the figures are of. With sampling, these are not all. */
  spans: number;
  /** Of each slot of time, from `from` on. */
  slotMs: number;
  /** The slowest first, by p95. */
  latencies: LatencyView[];
}

/**
 * - `outbox`: from appending the event until the broker has stored it; scheduled events are left out
 * - `broker`: from then until a consumer's first attempt begins
 * - `handler`: one attempt, whatever its outcome; a batch counts once
 */
export type LatencyPart = 'outbox' | 'broker' | 'handler';

export interface LatencyView extends Percentiles {
  part: LatencyPart;
  /** Event type: `order.placed`. */
  type: string;
  /** Of the outbox, or of the consumer. */
  service: string;
  /** Absent for the outbox. */
  consumer?: string;
  /** Slots without a span are omitted. */
  slots: (Percentiles & { at: string })[];
}

/** Each is a measured value (nearest rank), so that there is a trace that has it. */
export interface Percentiles {
  count: number;
  p50: Measured;
  p95: Measured;
  p99: Measured;
}

export interface Measured {
  ms: number;
  traceId: string;
}
