import type { MessageProgress } from '@waybill/console-api';

/** A message as its spans name it. */
export interface SeenMessage {
  eventId: string;
  /** `order.placed` */
  type: string;
  subject: string;
  /** The business conversation that it belongs to: an order's id. */
  conversationId?: string;
  stream?: string;
  sequence?: number;
  /** When it was appended, or first seen. */
  since?: Date;
  /** Where all that was seen of it are replays: the consumers that they went to, and to no others. */
  replayedTo?: string[];
}

/** What became of a trace's messages. */
export interface TraceProgress {
  /** Those that were seen, in this order, then those of which only an outbox knows. */
  messages: MessageProgress[];
  /** False: it may have more messages than these. */
  all: boolean;
}

/** Says what became of messages, by the consumers that have to handle them. An abstract class, so that Nest can inject it. */
export abstract class MessageProgressQueries {
  /**
   * Consumers of services that do not answer are `unknown`.
   *
   * @param seen what the trace's spans tell of: some may have been lost, and whole messages with them
   */
  abstract progressOf(traceId: string, seen: readonly SeenMessage[]): Promise<TraceProgress>;
}
