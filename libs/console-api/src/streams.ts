/** `GET /api/streams`. Rates are over the last ten seconds. */
export interface StreamsResponse {
  /** False: the broker is down; the figures are the last known. */
  reachable: boolean;
  streams: StreamView[];
}

/** Every stream that the services declare, in the broker or missing. */
export interface StreamView {
  name: string;
  /** Not in the broker: what is published to it waits in the outboxes. Its figures are null. */
  missing: boolean;
  subjects: string[];
  messages: number | null;
  bytes: number | null;
  firstSequence: number | null;
  lastSequence: number | null;
  perSecond: number;
  consumers: ConsumerView[];
}

/** One consumer: the sums over its durables (lanes and partitions), and each of them. */
export interface ConsumerView {
  consumer: string;
  service: string;
  handlers: string[];
  /** The number of its durables that are not in the broker: their messages are neither delivered nor counted. */
  missing: number;
  /** Stored and not delivered yet. */
  pending: number;
  /** Delivered and not acknowledged. */
  ackPending: number;
  redelivered: number;
  arrivalPerSecond: number;
  /**
   * What it could complete a second: messages completed by a run of its handler over the mean time of a run, times the
   * runs that are possible at once while the service's other consumers are idle. Null if none has run, or none can.
   */
  servicePerSecond: number | null;
  /** Arrival over service rate; from 1 on the backlog grows. Null without a service rate. */
  utilisation: number | null;
  /** Backlog over (service rate minus arrival rate). 0 without backlog; null: never, unknown, or a durable is missing. */
  drainSeconds: number | null;
  durables: DurableView[];
  /** An operator has paused it. */
  paused?: ConsumerPaused;
  /** A process waits for this dependency of its handler. */
  waitsFor?: { dependency: string; since: string };
  /** Its rate limit, over all processes. */
  rate?: { messages: number; perMs: number };
}

export interface ConsumerPaused {
  since: string;
  /** When it resumes by itself. */
  until?: string;
  reason?: string;
}

/** `POST /api/consumers/:consumer/pause`. Its processes obey within a second. */
export interface PauseConsumer {
  /** Milliseconds, up to 90 days. Without it until it is resumed. */
  forMs?: number;
  reason?: string;
}

/** The response to that. */
export interface PausedConsumer {
  consumer: string;
  until: string | null;
  reason: string | null;
}

/** The response to `POST /api/consumers/:consumer/resume`. */
export interface ResumedConsumer {
  consumer: string;
  wasPaused: boolean;
}

export interface DurableView {
  name: string;
  filters: readonly string[];
  /** Not in the broker. */
  missing: boolean;
  /** These are null if it is missing, or the broker was down from the start. */
  pending: number | null;
  ackPending: number | null;
  redelivered: number | null;
  ackFloor: number | null;
}

/**
 * `GET /api/streams/:stream/messages?sequence=&time=&subject=&limit=`: read without a consumer.
 * From this sequence or time on, in stream order; without either the newest `limit` (default 50, most 200).
 */
export interface StreamMessagesResponse {
  items: StreamMessage[];
  /** Where the next page begins; absent at the end. */
  nextSequence?: number;
}

export interface StreamMessage {
  stream: string;
  sequence: number;
  subject: string;
  storedAt: string;
  eventId: string;
  headers: Record<string, string>;
  /** The body as text, cut at 64 KiB: `truncated` says so. */
  payload: string;
  truncated: boolean;
  traceId?: string;
}
