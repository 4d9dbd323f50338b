/**
 * The broker as the rest of the library sees it: bytes, headers and acknowledgements. JetStream and
 * the in-memory transport both implement it and pass the same contract test suite.
 */

/** Header names to values, single-valued. `Nats-Msg-Id` is not among them: it is `id`. */
export type Headers = Readonly<Record<string, string>>;

export interface OutgoingMessage {
  /** The broker drops a second message with the same id inside its duplicate window. */
  id: string;
  subject: string;
  headers: Headers;
  /** UTF-8 text or raw bytes. */
  body: string | Uint8Array;
  /**
   * Store it only if this subject holds no message yet; else `PublishRefused` with `isConflict`, or, where
   * the subject's message is this very one, `duplicate`.
   */
  expectNew?: boolean;
}

export interface Published {
  stream: string;
  sequence: number;
  /** The broker had this id already: nothing was stored, `sequence` is the first one's. */
  duplicate: boolean;
}

export interface Publisher {
  /**
   * Resolves once the broker has stored the message. Calls made without waiting are pipelined and keep
   * their order on the wire.
   *
   * @throws PublishRefused the broker looked at this message and said no: sending it again is no use
   * @throws BrokerUnavailable nobody answered in time: it may or may not be stored, send it again with the same id
   */
  publish(message: OutgoingMessage): Promise<Published>;
}

/** One delivery of a message to a consumer. Exactly one of `ack`, `nak` and `term` settles it; later calls do nothing. */
export interface Delivery {
  readonly id: string;
  readonly subject: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly stream: string;
  readonly sequence: number;
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

/** A durable consumer, declared in code and reconciled with the broker's at start. */
export interface ConsumerDeclaration {
  stream: string;
  /** Durable name, also the consumer group: replicas that share it share its messages. */
  name: string;
  /** Subjects, `*` and `>` allowed, none within another. A reconciliation adds what is missing and removes nothing. */
  filters: readonly string[];
  /** How many messages may be delivered and not yet settled, over all replicas. 1 keeps strict order. */
  maxAckPending: number;
  /** A delivery that is not settled (or said to be `working`) for this long is delivered again. */
  ackWaitMs: number;
  /** Where it begins when it is created. One that exists keeps its position. */
  startAt: StartAt;
  /** Kept with the consumer on the broker: whose it is. */
  metadata: Readonly<Record<string, string>>;
}

/** A position in a stream: its first message, what is stored from now on, or what was stored at that time or later. */
export type StartAt = 'beginning' | 'now' | { time: Date };

/** What may be different on every broker. A setting left out is not the declaration's: a stream keeps the one that it has. */
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
  /** Of a stream that is created, where `limits` leaves them out. */
  defaults: Required<Omit<StreamLimits, 'maxBytes'>>;
  /** Who publishes to it, from which database. Set by the owner; a stream of somebody else is refused. */
  metadata?: Readonly<Record<string, string>>;
}

/** A declared stream or consumer that is not as declared on the broker. */
export interface TopologyFault {
  /** `stream ORDER`, `consumer order-settlement_standard of stream ORDER`. */
  item: string;
  kind: 'missing' | 'changed' | 'loses-messages' | 'foreign';
  /** For people: what is different, and what to do. */
  detail: string;
}

export interface Topology {
  streams: StreamDeclaration[];
  consumers: ConsumerDeclaration[];
}

export interface Subscription {
  /** Since when it has not been able to pull, where that is so while connected. */
  stalledSince?(): Date | undefined;
  /** Stops pulling. Deliveries not yet handed over go back to the broker at once. Those handed over may still be settled. */
  stop(): Promise<void>;
}

export interface Subscriber {
  /**
   * Pulls from a durable that `reconcile` has made, and hands each delivery over as it arrives, without
   * waiting for the one before: the bound is the consumer's `maxAckPending`. Survives reconnects.
   */
  subscribe(
    consumer: Pick<ConsumerDeclaration, 'stream' | 'name' | 'maxAckPending'>,
    onDelivery: (delivery: Delivery) => void,
  ): Promise<Subscription>;
}

/** A stored message, read by position without a consumer. */
export type StoredMessage = Pick<
  Delivery,
  'id' | 'subject' | 'headers' | 'body' | 'stream' | 'sequence' | 'storedAt'
>;

/** Which stored messages, newest last, at most `limit`. */
export interface PageRequest {
  /** Subjects, `*` and `>` allowed. Default all. */
  filter?: string;
  /** From this sequence on, or from what was stored at this time or later. Without it the newest. */
  from?: { sequence: number } | { time: Date };
  limit: number;
}

export interface StreamReader {
  /** The message at this position, or undefined. */
  read(stream: string, sequence: number): Promise<StoredMessage | undefined>;
  /** The newest message of this subject, or undefined. */
  readLast(stream: string, subject: string): Promise<StoredMessage | undefined>;
  /** A few messages to look at, read without a consumer. */
  readPage(stream: string, page: PageRequest): Promise<StoredMessage[]>;
  /** Every message whose subject matches and that is stored when the scan begins, in stream order. */
  scan(stream: string, filter: string): AsyncIterable<StoredMessage>;
  /** How many messages each subject that matches holds. @throws StreamNotFound */
  countBySubject(stream: string, filter: string): Promise<Record<string, number>>;
  /** Of every stream that the account has, ours or not, sorted. */
  streamNames(): Promise<string[]>;
  /** Undefined where there is no such stream. The others throw `StreamNotFound` instead. */
  streamStatus(stream: string): Promise<StreamStatus | undefined>;
  consumerStatus(stream: string, name: string): Promise<ConsumerStatus | undefined>;
  /** Every durable consumer of the stream, whoever made it, by name; none where there is no such stream. */
  durables(stream: string): Promise<ConsumerStatus[]>;
}

export interface StreamStatus {
  name: string;
  metadata: Readonly<Record<string, string>>;
  subjects: string[];
  messages: number;
  bytes: number;
  firstSequence: number;
  lastSequence: number;
  consumers: number;
}

export interface ConsumerStatus {
  stream: string;
  name: string;
  filters: readonly string[];
  metadata: Readonly<Record<string, string>>;
  /** Stored, matching, never delivered yet. */
  numPending: number;
  /** Delivered and not settled. */
  numAckPending: number;
  /** Of these, delivered more than once. */
  numRedelivered: number;
  /** Every matching message up to this stream sequence is settled, or gone from the stream. */
  ackFloor: number;
  /** When the broker said so, milliseconds since the epoch, by the broker's clock. */
  observedAt: number;
}

export interface Transport extends Publisher, Subscriber, StreamReader {
  /**
   * Makes streams and consumers as declared: creates what is missing, applies changed settings. A consumer's filters
   * are only ever added to.
   *
   * @throws TopologyRefused names each setting that the broker cannot change on what exists, and why
   */
  reconcile(topology: Topology): Promise<void>;
  /** What is not as declared, in two requests a stream. A change that `reconcile` refuses stays a fault. */
  examine(topology: Topology): Promise<TopologyFault[]>;
  /** Makes the consumer again at its `startAt`. What was delivered and not settled comes again where it lies after that. */
  reposition(consumer: ConsumerDeclaration): Promise<void>;
  /** Deletes a consumer, and its position with it. Nothing happens where there is none. */
  deleteConsumer(stream: string, name: string): Promise<void>;
  /** Deletes a stream, its messages and its consumers. Nothing happens where there is none. */
  deleteStream(stream: string): Promise<void>;
  /** Called after each reconnect: the broker may have lost its data, or be another one. Gives the way to stop. */
  onReconnect(listener: () => void): () => void;
  /** True while connected. */
  isConnected(): boolean;
  /** The most bytes that the broker takes in one message, headers included; undefined until it has been reached. */
  maxPayload(): number | undefined;
  /** Takes nothing more to publish, waits for the answers to what was published, then closes. Stop subscriptions first. */
  close(): Promise<void>;
}
