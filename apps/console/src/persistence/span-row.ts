import type { StoredSpan } from '../domain/message-facts.js';
import type { SpanRecord } from '../domain/records.js';
import { withoutNulls } from './without-nulls.js';

/** The columns of `span s` in its `trace t`, as `SpanRow` has them. Differences are taken of whole nanoseconds. */
export const SPAN_COLUMNS = `
  s.trace_id AS "traceId", s.span_id AS "spanId", s.parent_span_id AS "parentSpanId", s.name, s.kind, s.service,
  (s.start_ns - t.start_ns)::float8 / 1e6 AS "offsetMs", (s.end_ns - s.start_ns)::float8 / 1e6 AS "durationMs",
  s.start_ns AS "startTimeUnixNano", (s.start_ns / 1000000)::float8 AS "startedMs", s.status,
  s.status_message AS "statusMessage", s.attributes, s.events, s.links, s.step, s.event_id AS "eventId", s.consumer,
  s.attempt, s.outcome, t.start_ns AS "traceStartNs"
`;

/** `pg` returns 64-bit integers as text, so that no digit is lost. */
export interface SpanRow extends Omit<StoredSpan, 'startedAt' | 'events'> {
  startedMs: number;
  events: SpanRecord['events'];
  traceStartNs: string;
}

export function toStoredSpan(row: SpanRow): StoredSpan {
  const { startedMs, traceStartNs, events, links, ...span } = withoutNulls(row);
  const traceStart = BigInt(traceStartNs);
  return {
    ...span,
    startedAt: new Date(startedMs),
    events: events.map(({ timeNs, ...event }) => ({
      ...event,
      offsetMs: Number(BigInt(timeNs) - traceStart) / 1e6,
    })),
    links: links.map(({ traceId, spanId, attributes }) => ({ traceId, spanId, attributes })),
  };
}
