/** `GET /api/messages?orderId=|eventId=`: in the order in which they were appended. */
export interface MessagesResponse {
  orderId?: string;
  items: MessageJourney[];
  /**
   * Every message is published and known to be handled by every consumer that has to handle it. A dead letter counts as
   * handled once it is discarded, or replayed and the replay is handled.
   */
  complete: boolean;
  /** At least one message is lost to at least one consumer. */
  lost: boolean;
  /** Services that did not respond, and durables of services not seen yet: what only they know is missing here. */
  missing: string[];
}

/** One message's journey, joined from spans, outbox rows, the stream, inboxes and dead letters. */
export interface MessageJourney {
  eventId: string;
  /** `order.placed` */
  type: string;
  version?: number;
  subject: string;
  /** The service that published it. */
  service: string;
  orderId?: string;
  traceId?: string;
  /** Absent for events that were published directly to the broker. */
  appended?: { at: string; outboxId: string; spanId?: string };
  /** Of an event with a due time. One that was cancelled is never published, and nothing is open about it. */
  scheduled?: { dueAt: string; cancelledAt?: string };
  /** `at`: when the broker stored it, by its clock if that is known; never after a delivery. */
  published?: { at: string; stream: string; sequence: number; spanId?: string };
  /** The outbox row while it is not published: waiting, with the last refusal, or parked. */
  waiting?: { attempts: number; lastError?: string; availableAt?: string; parked: boolean };
  deliveries: MessageDelivery[];
  consumers: ConsumerProgress[];
  deadLettered: {
    id: string;
    consumer: string;
    at: string;
    reason: string;
    state: 'open' | 'replayed' | 'discarded';
  }[];
  replayed: { consumer: string; at: string; traceId?: string; deadLetterId: string }[];
  complete: boolean;
  /** At least one consumer is `lost`. */
  lost: boolean;
  headers: Record<string, string>;
  /** The event's data. */
  payload: unknown;
}

/** One attempt of one consumer. */
export interface MessageDelivery {
  /** The consumer whose inbox records it. */
  consumer: string;
  service: string;
  /** The handler's class, if the span or the declaration names it. */
  handler?: string;
  attempt: number;
  /** `handled`, `duplicate`, `retried`, `discarded`, `dead-lettered`, or `failed` if only the attempt's record is left. */
  outcome: string;
  startedAt: string;
  durationMs?: number;
  error?: { name: string; message: string; code?: string };
  spanId?: string;
  traceId?: string;
}

export type ConsumerState =
  /** Its inbox has the message as handled, or a span if the inbox is not known; or its dead letter was discarded. */
  | 'done'
  /** Not delivered yet, or being handled; or its replay is. */
  | 'pending'
  /** No running process knows the event, or this version of it: it is returned to the broker until one does. No attempt is used up. */
  | 'waiting'
  /** At least one attempt (of the replay, if there is one) failed; it will be retried. */
  | 'retrying'
  /** The dead letter is not resolved. */
  | 'dead-lettered'
  /** The stream no longer holds the message, and no record says that it was handled: nothing will deliver it again. */
  | 'lost'
  /**
   * Below the consumer's ack floor, without a record: rows are deleted after their retention, and a durable may begin
   * after the message. Whether it was handled is not known.
   */
  | 'unrecorded'
  /** The service that would know does not respond. */
  | 'unknown';

/** One consumer that has to handle the message, by the services' own declarations. */
export interface ConsumerProgress {
  consumer: string;
  service: string;
  /** The durable that carries it: `analytics-standard-3`. */
  durable: string;
  handler: string;
  state: ConsumerState;
  /** Every matching message of the stream up to this sequence is acknowledged, or was removed. */
  ackFloor?: number;
  /** Messages up to this one that are not acknowledged, itself included; only while pending. */
  lag?: number;
  /** Attempts that ended, replays included. */
  attempts: number;
}

/** The short form: what a trace shows about each of its messages. */
export interface MessageProgress {
  eventId: string;
  type: string;
  stream?: string;
  sequence?: number;
  consumers: Pick<ConsumerProgress, 'consumer' | 'service' | 'handler' | 'state' | 'lag' | 'attempts'>[];
  complete: boolean;
}
