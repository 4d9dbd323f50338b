import type { TraceSummary } from '@waybill/console-api';
import { statusOf } from '../domain/trace/severity.js';
import { isoOf, msBetween } from './nanoseconds.js';

/** The columns of `trace t`, as `TraceRow` has them. */
export const TRACE_COLUMNS = `
  t.trace_id, t.root_name, t.root_service, t.start_ns, t.end_ns, t.span_count, t.error_count, t.severity, t.services,
  t.events, t.conversation_id
`;

/** As `pg` gives it: 64-bit integers are text. */
export interface TraceRow {
  trace_id: string;
  root_name: string;
  root_service: string;
  start_ns: string;
  end_ns: string;
  span_count: number;
  error_count: number;
  severity: number;
  services: string[];
  events: string[];
  conversation_id: string | null;
}

export function toSummary(row: TraceRow): TraceSummary {
  return {
    traceId: row.trace_id,
    rootName: row.root_name,
    rootService: row.root_service,
    startedAt: isoOf(row.start_ns),
    durationMs: msBetween(BigInt(row.start_ns), BigInt(row.end_ns)),
    spanCount: row.span_count,
    errorCount: row.error_count,
    status: statusOf(row.severity),
    services: row.services,
    events: row.events,
    ...(row.conversation_id !== null && { conversationId: row.conversation_id }),
  };
}
