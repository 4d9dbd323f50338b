import type { LogRecord, SpanRecord } from '../application/records.js';
import { countPoints } from './count-points.js';
import { readLogs } from './read-logs.js';
import { readSpans } from './read-spans.js';
import { Rejections } from './rejections.js';
import type { Fields } from './values.js';

/** What came of a request's message. */
export interface Reading {
  spans?: SpanRecord[];
  logs?: LogRecord[];
  /** Spans, log records or points that the request held and that were not refused. */
  taken: number;
  rejections: Rejections;
}

/** One of OTLP's signals: what is sent for it, and how the answer calls what it refused. */
export interface Signal {
  readonly name: 'traces' | 'logs' | 'metrics';
  readonly requestType: string;
  readonly rejectedField: string;
  /** @throws MalformedExport */
  read(request: Fields): Reading;
}

export const TRACES: Signal = {
  name: 'traces',
  requestType: 'ExportTraceServiceRequest',
  rejectedField: 'rejectedSpans',
  read(request) {
    const { spans, rejections } = readSpans(request);
    return { spans, taken: spans.length, rejections };
  },
};

export const LOGS: Signal = {
  name: 'logs',
  requestType: 'ExportLogsServiceRequest',
  rejectedField: 'rejectedLogRecords',
  read: readLogs,
};

export const METRICS: Signal = {
  name: 'metrics',
  requestType: 'ExportMetricsServiceRequest',
  rejectedField: 'rejectedDataPoints',
  read: (request) => ({ taken: countPoints(request), rejections: new Rejections() }),
};
