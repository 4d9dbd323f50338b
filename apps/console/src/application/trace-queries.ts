import type { LinkedTrace, LogView, TracesAnswer, TraceStatus, TraceSummary } from '@waybill/console-api';
import type { StoredSpan } from './span-queries.js';

export interface TraceFilter {
  service?: string;
  /** Event type: `order.placed`. */
  event?: string;
  /** Of all traces that have a message of this conversation in them, batches included. */
  orderId?: string;
  status?: TraceStatus;
  minDurationMs?: number;
}

/** Where a page of traces ended. */
export interface TracePosition {
  startNs: string;
  traceId: string;
}

export interface TracesPage {
  items: TracesAnswer['items'];
  /** Absent on the last page. */
  next?: TracePosition;
}

/** What is kept of one trace. */
export interface StoredTrace {
  summary: TraceSummary;
  /** By start time; of a trace with more spans than an answer can hold, the earliest. */
  spans: StoredSpan[];
  /** By time. */
  logs: LogView[];
  linked: { causedBy: LinkedTrace[]; ledTo: LinkedTrace[] };
}

/** Traces, as they are listed and shown. An abstract class, so that Nest can inject it. */
export abstract class TraceQueries {
  /** Newest first. A trace that begins while somebody pages moves no other trace to another page. */
  abstract list(filter: TraceFilter, limit: number, after?: TracePosition): Promise<TracesPage>;
  /** @param traceId lower-case hex */
  abstract find(traceId: string): Promise<StoredTrace | undefined>;
}
