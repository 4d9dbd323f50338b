import type { Attributes, MessageStep, SpanKind, SpanView } from '@waybill/console-api';

/** What a span's attributes say about the message it belongs to. */
export interface MessageInSpan {
  step?: MessageStep;
  /** `order.placed`; `behavior.*` on a batch of several types. */
  eventType?: string;
  eventId?: string;
  conversationId?: string;
  consumer?: string;
  attempt?: number;
  outcome?: string;
}

/** A span as it was taken in. Ids are lower-case hex, times decimal text: nanoseconds since the epoch. */
export interface SpanRecord extends MessageInSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: SpanKind;
  service: string;
  startNs: string;
  /** Never before the start. */
  endNs: string;
  status: SpanView['status'];
  statusMessage?: string;
  /** `severityOf` the span. */
  severity: number;
  attributes: Attributes;
  events: { name: string; timeNs: string; attributes: Attributes }[];
  links: LinkRecord[];
}

export interface LinkRecord {
  traceId: string;
  spanId: string;
  attributes: Attributes;
  /** On a batch's links: which message. */
  eventId?: string;
  conversationId?: string;
}

/** A log record that names its trace. */
export interface LogRecord {
  traceId: string;
  spanId?: string;
  timeNs: string;
  severity: string;
  body: string;
  service: string;
  attributes: Attributes;
}
