import type { SpanView } from '@waybill/console-api';

/** A span as it is kept, with its place in time. Offsets are against the start of its own trace. */
export interface StoredSpan extends SpanView {
  startedAt: Date;
}

/** One pair of ends that messages took in a stretch of time, from the spans of producers and consumers. */
export interface SeenRoute {
  service: string;
  step: 'create' | 'publish' | 'process' | 'dead_letter';
  /** Event type: `order.placed`. */
  type: string;
  /** The consumer group, for `process` and `dead_letter`. */
  consumer?: string;
  /** Messages: a batch counts as many as it holds. */
  count: number;
  errors: number;
  /** Spans: a batch counts once. */
  runs: number;
  /** Mean duration of a span, milliseconds. */
  meanMs: number;
  /** Outcomes of `process`, in messages. */
  outcomes: Record<string, number>;
}

/** What the rest of the console asks of the spans. An abstract class, so that Nest can inject it. */
export abstract class SpanQueries {
  /** The message spans (with a `step`) of one conversation (an order's id), by start time; at most 2,000. */
  abstract ofConversation(conversationId: string): Promise<StoredSpan[]>;
  /** The message spans of these events, wherever they are, links of batches included; at most 2,000. */
  abstract ofEvents(eventIds: readonly string[]): Promise<StoredSpan[]>;
  /** What was seen since then. */
  abstract routesSince(since: Date): Promise<SeenRoute[]>;
  /** The newest traces that got spans or logs since this was last asked; bounded. */
  abstract takeChanged(): { traceIds: string[] };
}
