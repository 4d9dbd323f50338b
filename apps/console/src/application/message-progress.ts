import type { MessageProgress } from '@waybill/console-api';

/** A message as its spans name it. */
export interface SeenMessage {
  eventId: string;
  /** `order.placed` */
  type: string;
  subject: string;
  stream?: string;
  sequence?: number;
  /** Where all that was seen of it are replays: the consumers that they went to, and to no others. */
  replayedTo?: string[];
}

/** Says what became of messages, by the consumers that have to handle them. An abstract class, so that Nest can inject it. */
export abstract class MessageProgressQueries {
  /** In the order asked for. Consumers of services that do not answer are `unknown`. */
  abstract progressOf(messages: readonly SeenMessage[]): Promise<MessageProgress[]>;
}
