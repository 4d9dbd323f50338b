/** `GET /api/streams`. Rates are over the last ten seconds. */
export interface StreamsAnswer {
  /** False: the broker does not answer; the figures are the last known. */
  reachable: boolean;
  streams: StreamView[];
}

/** Of every stream that the broker has for the services, and of those that they declare and it has not. */
export interface StreamView {
  name: string;
  /** Declared, and not in the broker: what is published to it waits in the outboxes. Its figures are null. */
  missing: boolean;
  subjects: string[];
  messages: number | null;
  bytes: number | null;
  firstSequence: number | null;
  lastSequence: number | null;
  perSecond: number;
  consumers: ConsumerView[];
}

/** One consumer: the durables of one consumer (lanes and partitions) added up, and each of them. */
export interface ConsumerView {
  consumer: string;
  service: string;
  handlers: string[];
  /** So many of its durables are not in the broker: nobody delivers what they should, or counts it. */
  missing: number;
  /** Stored, matching, never delivered yet. */
  pending: number;
  /** Delivered and not settled. */
  ackPending: number;
  redelivered: number;
  arrivalPerSecond: number;
  /**
   * What it could settle a second: messages that a run of its handler settles over the mean time of one, times the
   * runs that there may be at once while the service's other consumers rest. Null while none has run, or none can.
   */
  servicePerSecond: number | null;
  /** Arrival over service rate; 1 and more: the backlog grows. Null without a service rate. */
  utilisation: number | null;
  /** Backlog over (service rate minus arrival rate). 0 without backlog; null: never, or unknown, or a durable is missing. */
  drainSeconds: number | null;
  durables: DurableView[];
}

export interface DurableView {
  name: string;
  filters: readonly string[];
  /** Declared, and not in the broker. */
  missing: boolean;
  /** These are null where it is missing, or the broker has never been asked. */
  pending: number | null;
  ackPending: number | null;
  redelivered: number | null;
  ackFloor: number | null;
}

/**
 * `GET /api/streams/:stream/messages?sequence=&time=&subject=&limit=`: reads without a consumer, so nothing moves.
 * From this sequence or time on, in stream order; without either the newest `limit` (default 50, most 200).
 */
export interface StreamMessagesAnswer {
  items: StreamMessage[];
  /** Ask for this sequence next; absent at the end. */
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
