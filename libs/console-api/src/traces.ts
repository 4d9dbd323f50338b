import type { MessageProgress } from './messages.js';

/** `GET /api/traces`: newest first. */
export interface TracesAnswer {
  items: TraceSummary[];
  /** Give it back as `cursor` for the next page; absent on the last one. */
  nextCursor?: string;
}

/**
 * The last of these that happened in the trace. `failed`: a span ended with an error, and no retry or dead letter says
 * what was decided about it.
 */
export type TraceStatus = 'ok' | 'failed' | 'retried' | 'dead-lettered';

export interface TraceSummary {
  traceId: string;
  /** Name and service of the earliest span that has no parent; until one has come, of the earliest of all. */
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
  /** By start time. A parent that never arrived is not among them: `parentSpanId` then names nobody here. */
  spans: SpanView[];
  logs: LogView[];
  /** Time in which the message lay somewhere: no span covers it. */
  waits: WaitView[];
  /** Idle stretches that a timeline should draw short: no span runs in them and they are long against what does. */
  idle: { fromMs: number; toMs: number }[];
  /** From the click to the last effect: spans and waits that, made shorter, would make the whole shorter. In order of time, without overlap. */
  criticalPath: PathStep[];
  /**
   * What became of every message of the trace, by the consumers that have to handle it; not by the root span's end. A
   * replay is for one consumer, so its trace names no other.
   */
  messages: MessageProgress[];
  /**
   * Every message of it is settled by everyone; undefined where the platform cannot tell now, or not of all: the
   * trace has more spans or messages than are looked at.
   */
  complete?: boolean;
  /** Traces that this one links to (`causedBy`) and that link to it (`led to`): replays, batches, `traceMode: 'link'`. */
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
  /** Milliseconds after the trace's first span began; fractions count. May be negative in no case. */
  offsetMs: number;
  durationMs: number;
  /** Nanoseconds since the epoch, as text: a number does not hold them. */
  startTimeUnixNano: string;
  status: 'unset' | 'ok' | 'error';
  statusMessage?: string;
  attributes: Attributes;
  events: { name: string; offsetMs: number; attributes: Attributes }[];
  links: { traceId: string; spanId: string; attributes: Attributes }[];
  /** On a message's spans: what step of its way it is. */
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
  kind: 'outbox' | 'broker' | 'back-off';
  fromMs: number;
  toMs: number;
  /** The span that ends the wait; its row shows it. */
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
