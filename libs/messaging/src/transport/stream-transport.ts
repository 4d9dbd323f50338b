import type { ConsumerDeclaration, Delivery, Position, Transport } from './transport.js';

/**
 * A transport whose broker keeps messages after they were handled. What a service does beyond publishing and consuming
 * rests on that: durables that are made again where they stood, rewind and rebuild, dead letters, figures.
 */
export interface StreamTransport extends Transport {
  readonly reader: StreamReader;
  readonly admin: StreamAdmin;
}

/** Changes of durables and streams that no declaration asks for: an operator does, or a durable that has to be moved. */
export interface StreamAdmin {
  /** Recreates the durable at its `startAt`. What was delivered and not acknowledged is redelivered if it lies after that. */
  reposition(consumer: ConsumerDeclaration): Promise<void>;
  /** Deletes a durable, and its position with it. Does nothing if it does not exist. */
  deleteConsumer(stream: string, name: string): Promise<void>;
  /** Deletes a stream, its messages and its durables. Does nothing if it does not exist. */
  deleteStream(stream: string): Promise<void>;
}

/** A stored message, read by position without a consumer. */
export type StoredMessage = Pick<
  Delivery,
  'id' | 'subject' | 'headers' | 'body' | 'stream' | 'position' | 'storedAt'
>;

/** Which stored messages, newest last, at most `limit`. */
export interface PageRequest {
  /** Default all. */
  filter?: string;
  /**
   * The first messages of the stream, at this position and later, after it, or stored at this time or later; or the
   * last ones before it. Default the newest.
   */
  from?: 'beginning' | { at: Position } | { after: Position } | { time: Date } | { before: Position };
  limit: number;
}

/** Looks at streams and durables and changes nothing. @throws BrokerUnavailable, and StreamNotFound unless said otherwise */
export interface StreamReader {
  /** The message at this position, or undefined: it is gone, or the broker never gave such a position. */
  read(stream: string, position: Position): Promise<StoredMessage | undefined>;
  /** The newest message of this subject, or undefined. */
  readLast(stream: string, subject: string): Promise<StoredMessage | undefined>;
  /** A few messages to look at. */
  readPage(stream: string, page: PageRequest): Promise<StoredMessage[]>;
  /** Every message whose subject matches and that is stored when the scan begins, in stream order. */
  scan(stream: string, filter: string): AsyncIterable<StoredMessage>;
  /** How many messages each subject that matches holds. */
  countBySubject(stream: string, filter: string): Promise<Record<string, number>>;
  /** Of every stream that the account has, ours or not, sorted. */
  streamNames(): Promise<string[]>;
  /** Undefined if there is no such stream. */
  streamStatus(stream: string): Promise<StreamStatus | undefined>;
  /** Undefined if there is no such stream or durable. */
  consumerStatus(stream: string, name: string): Promise<ConsumerStatus | undefined>;
  /** Every durable of the stream, whichever service created it, by name; none if there is no such stream. */
  durables(stream: string): Promise<ConsumerStatus[]>;
}

export interface StreamStatus {
  name: string;
  metadata: Readonly<Record<string, string>>;
  subjects: string[];
  messages: number;
  bytes: number;
  /** Of its oldest message, or the next one to be stored if it is empty. */
  firstPosition: Position;
  /** Of the message that was stored last, whether it is still there or not. */
  lastPosition: Position;
  /** Messages are gone from its beginning. */
  isShortened: boolean;
  consumers: number;
}

/** Where a durable stands. */
export interface ConsumerStatus {
  stream: string;
  name: string;
  filters: readonly string[];
  metadata: Readonly<Record<string, string>>;
  /** Stored, matching, never delivered yet. */
  numPending: number;
  /** Delivered and not acknowledged. */
  numAckPending: number;
  /** Of these, delivered more than once. */
  numRedelivered: number;
  /** Every matching message up to here is acknowledged, or gone from the stream. Read from `{ after }` it, or the last one at it. */
  completedTo: Position;
  /** When the broker said so, milliseconds since the epoch, by the broker's clock. */
  observedAt: number;
}
