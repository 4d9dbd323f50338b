import { Injectable } from '@nestjs/common';
import type { LinkedTrace, LogView, TraceDetail, TraceStatus, TraceSummary } from '@waybill/console-api';
import { PgDatabase, storable } from '@waybill/service/postgres';
import type { StoredSpan } from '../domain/message-facts.js';
import { SEVERITIES } from '../domain/trace/severity.js';
import { FIND_TRACES } from './find-traces.sql.js';
import { SELECT_LINKED, SELECT_LOGS, SELECT_SPANS, SELECT_TRACE } from './select-trace.sql.js';
import { SELECT_TRACES } from './select-traces.sql.js';
import { toStoredSpan, type SpanRow } from './span-row.js';
import { toSummary, type TraceRow } from './trace-row.js';
import { withoutNulls } from './without-nulls.js';

/** What one response can hold: about 10 MiB. */
const MOST_SPANS = 20_000;
const MOST_LOGS = 5_000;
const MOST_LINKED = 200;

const ID_LENGTH = 32;
/** Less than 4 characters would match too much. */
const ID_PREFIX = /^[\da-f]{4,32}$/;

interface TraceFilter {
  service?: string;
  /** Event type: `order.placed`. */
  event?: string;
  /** Traces with a message of this conversation, batches included. */
  orderId?: string;
  status?: TraceStatus;
  minDurationMs?: number;
}

/** Where a page of traces ended. */
export interface TracePosition {
  startNs: string;
  traceId: string;
}

interface TracesPage {
  items: TraceSummary[];
  /** Absent on the last page. */
  next?: TracePosition;
}

/** What is kept of one trace. */
interface StoredTrace {
  summary: TraceSummary;
  /** By start time; of a trace with more spans than a response can hold, the earliest. */
  spans: StoredSpan[];
  /** By time. */
  logs: LogView[];
  linked: TraceDetail['linked'];
}

type LogRow = Omit<LogView, 'at'> & { atMs: number };
type LinkedRow = Omit<LinkedTrace, 'startedAt'> & { isCause: boolean; startedMs: number };

/** Traces, as they are listed, shown and searched. */
@Injectable()
export class TraceQueries {
  constructor(private readonly database: PgDatabase) {}

  /** Newest first. A trace that begins between two pages moves no other trace to another page. */
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
      next: rows.length > limit && last ? { startNs: last.startNs, traceId: last.traceId } : undefined,
    };
  }

  /** @param traceId lower-case hex */
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
      logs: logs.rows.map(toLog),
      linked: {
        causedBy: linked.rows.filter(({ isCause }) => isCause).map(toLinked),
        ledTo: linked.rows.filter(({ isCause }) => !isCause).map(toLinked),
      },
    };
  }

  /**
   * Traces whose id begins with the text (4 characters or more, in any case), or with a message that has it as its
   * conversation's or its event's id: in this order, the newest first of each.
   */
  async search(text: string, limit: number): Promise<TraceSummary[]> {
    const prefix = text.toLowerCase();
    const isPrefix = ID_PREFIX.test(prefix);
    const { rows } = await this.database.pool.query<TraceRow>(FIND_TRACES, [
      isPrefix ? prefix.padEnd(ID_LENGTH, '0') : null,
      isPrefix ? prefix.padEnd(ID_LENGTH, 'f') : null,
      storable(text),
      limit,
    ]);
    return rows.map(toSummary);
  }
}

function toLog(row: LogRow): LogView {
  const { atMs, ...log } = withoutNulls(row);
  return { ...log, at: new Date(atMs).toISOString() };
}

function toLinked({ isCause: _, startedMs, ...linked }: LinkedRow): LinkedTrace {
  return { ...linked, startedAt: new Date(startedMs).toISOString() };
}
