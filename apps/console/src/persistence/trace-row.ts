import type { TraceSummary } from '@waybill/console-api';
import { statusOf } from '../domain/trace/severity.js';
import { withoutNulls } from './without-nulls.js';

/** The columns of `trace t`, as `TraceRow` has them. */
export const TRACE_COLUMNS = `
  t.trace_id AS "traceId", t.root_name AS "rootName", t.root_service AS "rootService", t.start_ns AS "startNs",
  (t.start_ns / 1000000)::float8 AS "startedMs", (t.end_ns - t.start_ns)::float8 / 1e6 AS "durationMs",
  t.span_count AS "spanCount", t.error_count AS "errorCount", t.severity, t.services, t.events,
  t.conversation_id AS "conversationId"
`;

/** `pg` returns 64-bit integers as text. */
export interface TraceRow extends Omit<TraceSummary, 'startedAt' | 'status'> {
  startNs: string;
  startedMs: number;
  severity: number;
}

export function toSummary(row: TraceRow): TraceSummary {
  const { startNs: _, startedMs, severity, ...trace } = withoutNulls(row);
  return { ...trace, startedAt: new Date(startedMs).toISOString(), status: statusOf(severity) };
}
