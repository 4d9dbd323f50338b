import type { Attributes, MessageStep, SpanKind, SpanView } from '@waybill/console-api';
import type { StoredSpan } from '../application/span-queries.js';
import { msBetween } from './nanoseconds.js';

/** The columns of `span s` in its `trace t`, as `SpanRow` has them. */
export const SPAN_COLUMNS = `
  s.trace_id, s.span_id, s.parent_span_id, s.name, s.kind, s.service, s.start_ns, s.end_ns, s.status, s.status_message,
  s.attributes, s.events, s.links, s.step, s.event_id, s.consumer, s.attempt, s.outcome, t.start_ns AS trace_start_ns
`;

/** As `pg` gives it: 64-bit integers are text, so that none loses digits on the way. */
export interface SpanRow {
  trace_id: string;
  span_id: string;
  parent_span_id: string | null;
  name: string;
  kind: SpanKind;
  service: string;
  start_ns: string;
  end_ns: string;
  status: SpanView['status'];
  status_message: string | null;
  attributes: Attributes;
  events: { name: string; timeNs: string; attributes: Attributes }[];
  links: SpanView['links'];
  step: MessageStep | null;
  event_id: string | null;
  consumer: string | null;
  attempt: number | null;
  outcome: string | null;
  trace_start_ns: string;
}

export function toStoredSpan(row: SpanRow): StoredSpan {
  const traceStart = BigInt(row.trace_start_ns);
  const start = BigInt(row.start_ns);
  return {
    traceId: row.trace_id,
    spanId: row.span_id,
    parentSpanId: row.parent_span_id ?? undefined,
    name: row.name,
    kind: row.kind,
    service: row.service,
    offsetMs: msBetween(traceStart, start),
    durationMs: msBetween(start, BigInt(row.end_ns)),
    startTimeUnixNano: row.start_ns,
    startedAt: new Date(Number(start / 1_000_000n)),
    status: row.status,
    statusMessage: row.status_message ?? undefined,
    attributes: row.attributes,
    events: row.events.map(({ name, timeNs, attributes }) => ({
      name,
      offsetMs: msBetween(traceStart, BigInt(timeNs)),
      attributes,
    })),
    links: row.links.map(({ traceId, spanId, attributes }) => ({ traceId, spanId, attributes })),
    step: row.step ?? undefined,
    attempt: row.attempt ?? undefined,
    outcome: row.outcome ?? undefined,
    eventId: row.event_id ?? undefined,
    consumer: row.consumer ?? undefined,
  };
}
