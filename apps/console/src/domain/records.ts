import type { Attributes, LogView, SpanView } from '@waybill/console-api';

/** What a span's attributes say about the message it belongs to. */
export interface MessageInSpan extends Pick<
  SpanView,
  'step' | 'eventId' | 'consumer' | 'attempt' | 'outcome'
> {
  /** `order.placed`; `behavior.*` on a batch of several types. */
  eventType?: string;
  conversationId?: string;
}

/** A span as it was received. Ids are lower-case hex, times decimal text: nanoseconds since the epoch. */
export interface SpanRecord
  extends
    Omit<SpanView, 'offsetMs' | 'durationMs' | 'startTimeUnixNano' | 'events' | 'links'>,
    MessageInSpan {
  startNs: string;
  /** Never before the start. */
  endNs: string;
  /** `severityOf` the span. */
  severity: number;
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

/** A log record of a trace. */
export interface LogRecord extends Omit<LogView, 'offsetMs' | 'at'> {
  traceId: string;
  timeNs: string;
}
