import type { SpanView } from '@waybill/console-api';
import type { DeadLetter, InboxRecord, OutboxRecord } from '@waybill/messaging/operations';

/** What is known of a message, by where it is known. */

/** A span with its place in time. Its offset is from the start of its own trace. */
export type StoredSpan = SpanView & { startedAt: Date };

/** A row of the publisher's outbox. */
export type AppendedFact = OutboxRecord & { service: string };

/** What a consumer's inbox has. */
export type InboxFact = Omit<InboxRecord, 'outcome'> & {
  service: string;
  outcome?: InboxRecord['outcome'];
  /** The dead letter, if this is about the deliveries of its replay. */
  replayOf?: string;
};

export type LetterFact = Pick<
  DeadLetter,
  'id' | 'service' | 'consumer' | 'eventId' | 'deadAt' | 'state' | 'resolved'
> & { reason: string };

/** The message as the stream has it, or as a dead letter has kept it. */
export interface StoredFact {
  stream: string;
  sequence: number;
  subject: string;
  headers: Record<string, string>;
  payload: unknown;
  /** By a dead letter: no later than this. */
  storedAt: string;
}
