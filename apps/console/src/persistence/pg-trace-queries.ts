import { Injectable } from '@nestjs/common';
import type { Attributes, LinkedTrace, LogView } from '@waybill/console-api';
import { PgDatabase, storable } from '@waybill/service/postgres';
import {
  TraceQueries,
  type StoredTrace,
  type TraceFilter,
  type TracePosition,
  type TracesPage,
} from '../application/trace-queries.js';
import { SEVERITIES } from '../domain/trace/severity.js';
import { isoOf, msBetween } from './nanoseconds.js';
import { SELECT_LINKED, SELECT_LOGS, SELECT_SPANS, SELECT_TRACE } from './select-trace.sql.js';
import { SELECT_TRACES } from './select-traces.sql.js';
import { toStoredSpan, type SpanRow } from './span-row.js';
import { toSummary, type TraceRow } from './trace-row.js';

/** What one answer can hold: about 10 MiB. */
const MOST_SPANS = 20_000;
const MOST_LOGS = 5_000;
const MOST_LINKED = 200;

interface LogRow {
  span_id: string | null;
  time_ns: string;
  severity: string;
  body: string;
  service: string;
  attributes: Attributes;
}

interface LinkedRow {
  caused_by: boolean;
  trace_id: string;
  span_id: string;
  own_span_id: string;
  name: string;
  service: string;
  start_ns: string;
}

@Injectable()
export class PgTraceQueries extends TraceQueries {
  constructor(private readonly database: PgDatabase) {
    super();
  }

  async list(filter: TraceFilter, limit: number, after?: TracePosition): Promise<TracesPage> {
    const { rows } = await this.database.pool.query<TraceRow>(SELECT_TRACES, [
      filter.service && storable(filter.service),
      filter.event && storable(filter.event),
      filter.orderId && storable(filter.orderId),
      filter.status && SEVERITIES.indexOf(filter.status),
      filter.minDurationMs,
      after?.startNs,
      after?.traceId,
      limit + 1, // one more shows that there is a next page
    ]);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(toSummary),
      ...(rows.length > limit && last && { next: { startNs: last.start_ns, traceId: last.trace_id } }),
    };
  }

  async find(traceId: string): Promise<StoredTrace | undefined> {
    const { pool } = this.database;
    const { rows } = await pool.query<TraceRow>(SELECT_TRACE, [traceId]);
    const [trace] = rows;
    if (!trace) return undefined;
    const [spans, logs, linked] = await Promise.all([
      pool.query<SpanRow>(SELECT_SPANS, [traceId, MOST_SPANS]),
      pool.query<LogRow>(SELECT_LOGS, [traceId, MOST_LOGS]),
      pool.query<LinkedRow>(SELECT_LINKED, [traceId, MOST_LINKED]),
    ]);
    return {
      summary: toSummary(trace),
      spans: spans.rows.map(toStoredSpan),
      logs: logs.rows.map((row) => toLog(row, trace.start_ns)),
      linked: {
        causedBy: linked.rows.filter((row) => row.caused_by).map(toLinked),
        ledTo: linked.rows.filter((row) => !row.caused_by).map(toLinked),
      },
    };
  }
}

function toLog({ span_id, time_ns, ...row }: LogRow, traceStartNs: string): LogView {
  return {
    ...row,
    offsetMs: msBetween(BigInt(traceStartNs), BigInt(time_ns)),
    at: isoOf(time_ns),
    ...(span_id !== null && { spanId: span_id }),
  };
}

function toLinked(row: LinkedRow): LinkedTrace {
  return {
    traceId: row.trace_id,
    spanId: row.span_id,
    ownSpanId: row.own_span_id,
    name: row.name,
    service: row.service,
    startedAt: isoOf(row.start_ns),
  };
}
