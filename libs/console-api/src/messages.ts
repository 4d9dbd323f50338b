/** `GET /api/messages?orderId=|eventId=`: in the order in which they were appended. */
export interface MessagesAnswer {
  orderId?: string;
  items: MessageJourney[];
  /**
   * Every message of it is published and was seen to be handled by every consumer that has to handle it. A dead letter
   * settles nothing until somebody decides: discarding it does, replaying it does once the replay is handled.
   */
  complete: boolean;
  /** At least one message is lost to at least one consumer. */
  lost: boolean;
  /** Services that did not answer, and durables of services not heard of yet: what only they know is missing here. */
  missing: string[];
}

/** One message on its way, joined from spans, outbox rows, the stream, inboxes and dead letters. */
export interface MessageJourney {
  eventId: string;
  /** `order.placed` */
  type: string;
  version?: number;
  subject: string;
  /** Who published it. */
  service: string;
  orderId?: string;
  traceId?: string;
  /** Absent for events that went straight to the broker. */
  appended?: { at: string; outboxId: string; spanId?: string };
  /** `at`: when the broker stored it, by its clock where that is known; never after a delivery. */
  published?: { at: string; stream: string; sequence: number; spanId?: string };
  /** The outbox row while it is not published: waiting (and since which refusal), or parked as dead. */
  waiting?: { attempts: number; lastError?: string; availableAt?: string; dead: boolean };
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
  /** Whose inbox it goes through: a service, or a service and handler. */
  consumer: string;
  service: string;
  /** The handler's class, where the span or the declaration says so. */
  handler?: string;
  attempt: number;
  /** `handled`, `duplicate`, `retried`, `discarded`, `dead-lettered`, or `failed` where only the attempt's record is left. */
  outcome: string;
  startedAt: string;
  durationMs?: number;
  error?: { name: string; message: string; code?: string };
  spanId?: string;
  traceId?: string;
}

export type ConsumerState =
  /** Its inbox holds the message, a span says so where the inbox cannot, or it was discarded by decision. */
  | 'done'
  /** Not delivered yet, or being handled; or its replay is. */
  | 'pending'
  /** No process that runs knows the event, or this version of it: it is given back until one does. No attempt is used up. */
  | 'waiting'
  /** At least one attempt failed, of the replay where there is one; another comes. */
  | 'retrying'
  /** Given up, and nobody has decided what becomes of the dead letter. */
  | 'dead-lettered'
  /** The stream has the message no more, and no record says that it was handled: nothing will deliver it again. */
  | 'lost'
  /**
   * Past the consumer's ack floor, and no record tells how it ended: rows are kept for a retention, and a durable may
   * begin after the message. Nobody can say that it was handled.
   */
  | 'settled'
  /** Nobody answers who would know. */
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
  /** Messages ahead of it that are not settled yet, itself included; only while pending. */
  lag?: number;
  /** That ended, replays included. */
  attempts: number;
}

/** The same, short: what a trace says about each of its messages. */
export interface MessageProgress {
  eventId: string;
  type: string;
  stream?: string;
  sequence?: number;
  consumers: Pick<ConsumerProgress, 'consumer' | 'service' | 'handler' | 'state' | 'lag' | 'attempts'>[];
  complete: boolean;
}
