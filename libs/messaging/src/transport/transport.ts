/**
 * What publishing and consuming need of a broker: bytes, headers and acknowledgements (ADR 27). JetStream and the
 * in-memory transport implement it and pass the same contract test suite.
 *
 * A subject is a routing address: tokens with dots between them. A filter is one with `*` for any one token, or `>` at
 * the end for any tokens. Both are this library's (`contract/subject.ts`, `contract/subject-filter.ts`): a transport
 * maps them to what its broker routes by.
 */

/** Header names to values, single-valued. The broker's own are not among them: the message id is `id`. */
export type Headers = Readonly<Record<string, string>>;

export interface OutgoingMessage {
  /** The broker drops a second message with the same id inside its duplicate window, if it has one. */
  id: string;
  subject: string;
  headers: Headers;
  /** UTF-8 text or raw bytes. */
  body: string | Uint8Array;
  /** Store it only if this subject holds no message yet. If it holds this very message the result is `duplicate`. */
  expectNew?: boolean;
}

/**
 * Where a message lies in its stream, in the broker's own notation (JetStream: its sequence). To be stored, shown and
 * given back to the transport that it came from; nothing else may be read from it.
 */
export type Position = string;

export interface Published {
  stream: string;
  position: Position;
  /** The broker had this id already: nothing was stored, `position` is the first message's. */
  duplicate: boolean;
}

export interface Publisher {
  /**
   * Resolves once the broker has stored the message. Calls made without waiting are pipelined and keep
   * their order on the wire.
   *
   * @throws PublishRefused the broker refused this message: sending it again is pointless
   * @throws SubjectTaken `expectNew`, and the subject holds another message
   * @throws NoStreamForSubject no stream takes the subject: not stored
   * @throws BrokerUnavailable not connected, or not acknowledged in time: it may or may not be stored, send it again
   *   with the same id
   */
  publish(message: OutgoingMessage): Promise<Published>;
}

/** One delivery of a message to a consumer. The first of `ack`, `nak` and `term` acknowledges it; later calls do nothing. */
export interface Delivery {
  readonly id: string;
  readonly subject: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly stream: string;
  readonly position: Position;
  /** 1 for the first delivery; counts deliveries, so a killed process counts too. */
  readonly deliveryCount: number;
  /** When the broker stored it, milliseconds since the epoch, by the broker's clock. */
  readonly storedAt: number;
  ack(): void;
  /** Deliver again after `delayMs`. */
  nak(delayMs: number): void;
  /** Never deliver again. */
  term(reason: string): void;
  /** Still working: restarts the ack wait. */
  working(): void;
}

/** A durable, declared in code and reconciled with the broker's at start. */
export interface ConsumerDeclaration {
  stream: string;
  /** Durable name, also the consumer group: replicas that share it share its messages. */
  name: string;
  /** Filters, none within another. A reconciliation adds what is missing and removes nothing. */
  filters: readonly string[];
  /** How many messages may be delivered and not yet acknowledged, over all replicas. 1 keeps strict order. */
  maxAckPending: number;
  /** A delivery that is not acknowledged (or reported as `working`) for this long is delivered again. */
  ackWaitMs: number;
  /** Where it begins when it is created. One that exists keeps its position. */
  startAt: StartAt;
  /** Kept with the durable on the broker: whose it is. */
  metadata: Readonly<Record<string, string>>;
}

/** A position in a stream: its first message, what is stored from now on, or what was stored at that time or later. */
export type StartAt = 'beginning' | 'now' | { time: Date };

/** What may be different on every broker. A setting that is left out is not declared: a stream keeps the one that it has. */
export interface StreamLimits {
  maxAgeMs?: number;
  /** Of the stream's file, in bytes. A full stream refuses new messages, it never drops old ones. */
  maxBytes?: number;
  /** Servers of the cluster that each hold a copy, 1 to 5. */
  replicas?: number;
  duplicateWindowMs?: number;
}

export interface StreamDeclaration {
  name: string;
  subjects: string[];
  /** Applied at every reconciliation. */
  limits: StreamLimits;
  /** For a stream that is created, if `limits` leaves them out. */
  defaults: Required<Omit<StreamLimits, 'maxBytes'>>;
  /** Who publishes to it, from which database. Set by the owner; another owner's stream is refused. */
  metadata?: Readonly<Record<string, string>>;
}

export const DRIFT_KINDS = ['missing', 'changed', 'loses-messages', 'foreign'] as const;

/** A declared stream or durable that is not as declared on the broker. */
export interface TopologyDrift {
  /** `stream ORDER`, `consumer order-settlement_standard of stream ORDER`. */
  item: string;
  kind: (typeof DRIFT_KINDS)[number];
  /** For people: what is different, and what to do. */
  detail: string;
}

export interface Topology {
  streams: StreamDeclaration[];
  consumers: ConsumerDeclaration[];
}

/** A subscription that is connected and cannot receive. */
export interface Stall {
  since: Date;
  /** What the broker said last, for people. */
  reason: string;
}

export interface StalledDurable extends Stall {
  durable: string;
}

export interface Subscription {
  /** Undefined if it can receive. */
  stall?(): Stall | undefined;
  /** Stops receiving. Deliveries not yet handed over go back to the broker at once. Those handed over may still be acknowledged. */
  stop(): Promise<void>;
}

export interface Subscriber {
  /**
   * Receives from a durable that `reconcile` has made, and hands each delivery over as it arrives, without
   * waiting for the one before: the bound is the durable's `maxAckPending`. Survives reconnects.
   */
  subscribe(
    consumer: Pick<ConsumerDeclaration, 'stream' | 'name' | 'maxAckPending'>,
    onDelivery: (delivery: Delivery) => void,
  ): Promise<Subscription>;
}

export interface Transport extends Publisher, Subscriber {
  /**
   * Sends a request that is stored nowhere, and resolves with the reply. Absent if the broker has none: then keys of
   * other services' personal data cannot be had.
   *
   * @throws nobody replied in time
   */
  request?(subject: string, payload: string, timeoutMs: number): Promise<string>;
  /**
   * Makes streams and durables as declared: creates what is missing, applies changed settings. A durable's filters
   * are only ever added to.
   *
   * @throws TopologyRefused names each setting that the broker cannot change on what exists, and why
   */
  reconcile(topology: Topology): Promise<void>;
  /**
   * What is not as declared, in a few requests, so that it may run every few seconds. A change that `reconcile` refuses
   * stays a drift. Settings in which releases that run side by side may differ count only with `every`.
   */
  examine(topology: Topology, settings?: 'every'): Promise<TopologyDrift[]>;
  /** Called after each reconnect: the broker may have lost its data, or be another one. Returns the function that ends it. */
  onReconnect(listener: () => void): () => void;
  /**
   * True while connected. A transport may be used before its first connection: publishing fails at once with
   * `BrokerUnavailable`, everything else waits.
   */
  isConnected(): boolean;
  /** Why the last attempt to connect failed; undefined while connected, and as long as there was none. */
  whyNotConnected(): string | undefined;
  /** The most bytes that the broker takes in one message, headers included; undefined before the first connection. */
  maxPayload(): number | undefined;
  /** Takes nothing more to publish, waits for the acknowledgement of what was published, then closes. Stop subscriptions first. */
  close(): Promise<void>;
}
