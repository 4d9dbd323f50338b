import type { MessageProgress } from './messages.js';

/** `GET /api/traces`: newest first. */
export interface TracesResponse {
  items: TraceSummary[];
  /** The `cursor` of the next page; absent on the last one. */
  nextCursor?: string;
}

/**
 * The last of these that happened in the trace. `failed`: a span ended with an error, and neither a retry nor a dead
 * letter followed.
 */
export type TraceStatus = 'ok' | 'failed' | 'retried' | 'dead-lettered';

export interface TraceSummary {
  traceId: string;
  /** Name and service of the earliest span without a parent; until it arrives, of the earliest span. */
  rootName: string;
  rootService: string;
  /** ISO 8601. */
  startedAt: string;
  /** From the first span's start to the last one's end, waits included. */
  durationMs: number;
  spanCount: number;
  errorCount: number;
  status: TraceStatus;
  services: string[];
  /** Types of the events that travelled in it: `order.placed`. */
  events: string[];
  /** The business conversation it belongs to: an order's id. */
  conversationId?: string;
}

/** `GET /api/traces/:traceId`. */
export interface TraceDetail extends TraceSummary {
  /** By start time. A span's parent may be missing. */
  spans: SpanView[];
  logs: LogView[];
  /** Times in which a message waited: no span covers them. */
  waits: WaitView[];
  /** Stretches without a span that are long compared with the spans: a timeline should draw them short. */
  idle: { fromMs: number; toMs: number }[];
  /** From the first span to the last effect: the spans and waits that determine the duration. In order of time, without overlap. */
  criticalPath: PathStep[];
  /**
   * What became of every message of the trace, by the consumers that have to handle it. A replay is for one consumer, so
   * its trace names no other.
   */
  messages: MessageProgress[];
  /**
   * Every message is handled by every consumer; undefined if that is not known, because a service does not respond or the
   * trace has more spans or messages than are read.
   */
  complete?: boolean;
  /** Traces that this one links to (`causedBy`) and that link to it (`ledTo`): replays, batches, `traceMode: 'link'`. */
  linked: { causedBy: LinkedTrace[]; ledTo: LinkedTrace[] };
}

export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

export interface SpanView {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: SpanKind;
  service: string;
  /** Milliseconds, with fractions, after the trace's first span began. Never negative. */
  offsetMs: number;
  durationMs: number;
  /** Nanoseconds since the epoch, as text: a number does not hold them. */
  startTimeUnixNano: string;
  status: 'unset' | 'ok' | 'error';
  statusMessage?: string;
  attributes: Attributes;
  events: { name: string; offsetMs: number; attributes: Attributes }[];
  links: { traceId: string; spanId: string; attributes: Attributes }[];
  /** On a message's spans. */
  step?: MessageStep;
  /** On `process` spans. 1 for the first attempt. */
  attempt?: number;
  /** On `process` spans: `handled`, `duplicate`, `retried`, `discarded`, `dead-lettered`, `halved`. */
  outcome?: string;
  eventId?: string;
  /** The consumer group of a `process`, `dead_letter` or `replay` span. */
  consumer?: string;
}

export type MessageStep = 'create' | 'publish' | 'process' | 'dead_letter' | 'replay';

export type AttributeValue =
  string | number | boolean | null | AttributeValue[] | { [key: string]: AttributeValue };
export type Attributes = Record<string, AttributeValue>;

export interface LogView {
  offsetMs: number;
  at: string;
  severity: string;
  body: string;
  service: string;
  spanId?: string;
  attributes: Attributes;
}

export interface WaitView {
  /** `due`: it was scheduled, and not due before. */
  kind: 'due' | 'outbox' | 'broker' | 'back-off';
  fromMs: number;
  toMs: number;
  /** The span that ends the wait. */
  spanId: string;
  eventId?: string;
  consumer?: string;
}

export interface PathStep {
  fromMs: number;
  toMs: number;
  /** A span's own time, or the wait before the span named by `spanId`. */
  kind: 'span' | WaitView['kind'];
  spanId: string;
}

export interface LinkedTrace {
  traceId: string;
  /** The span of the other trace. */
  spanId: string;
  /** The span of this one. */
  ownSpanId: string;
  name: string;
  service: string;
  startedAt: string;
}
