import type { SpanView } from '@waybill/console-api';

/** The parts of a message's story, as those who know them tell them. */

/** A span with its place in time. */
export type TimedSpan = SpanView & { startedAt: Date };

/** A row of the publisher's outbox. */
export interface AppendedFact {
  service: string;
  id: string;
  eventId: string;
  subject: string;
  headers: Record<string, string>;
  payload: unknown;
  createdAt: string;
  publishedAt: string | null;
  stream: string | null;
  sequence: number | null;
  attempts: number;
  lastError: string | null;
  availableAt: string | null;
  deadAt: string | null;
}

/** What a consumer's inbox has. */
export interface InboxFact {
  consumer: string;
  eventId: string;
  /** The dead letter, where this is about the deliveries of its replay. */
  replayOf?: string;
  /** When it was handled, or discarded. */
  handledAt: string | null;
  outcome?: 'handled' | 'discarded' | 'dead' | null;
  failed: readonly { at: string; durationMs: number; error: FactError }[];
}

export interface FactError {
  name: string;
  message: string;
  code?: string;
}

export interface LetterFact {
  id: string;
  service: string;
  consumer: string;
  eventId: string;
  reason: string;
  deadAt: string;
  state: 'open' | 'replayed' | 'discarded';
  settled?: { at: string };
}

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
