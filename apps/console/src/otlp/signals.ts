import type { LogRecord, SpanRecord } from '../domain/records.js';
import { readLogs } from './read-logs.js';
import { readSpans } from './read-spans.js';
import { recordsIn } from './records-in.js';
import { Rejections } from './rejections.js';
import { messageIn, messagesIn, type Fields } from './values.js';

/** The contents of a request. */
export interface Reading {
  spans?: SpanRecord[];
  logs?: LogRecord[];
  /** Spans, log records or points in the request that were not rejected. */
  taken: number;
  rejections: Rejections;
}

/** One of OTLP's signals: its request, and the name of its count of rejected records in the response. */
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
  read: readSpans,
};

export const LOGS: Signal = {
  name: 'logs',
  requestType: 'ExportLogsServiceRequest',
  rejectedField: 'rejectedLogRecords',
  read: readLogs,
};

const POINT_KINDS = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'] as const;

/**
 * Metrics are accepted, so that a service needs one address for all that it sends, and dropped: the console has its
 * figures from the platform, and a database of metrics is another product's work.
 */
export const METRICS: Signal = {
  name: 'metrics',
  requestType: 'ExportMetricsServiceRequest',
  rejectedField: 'rejectedDataPoints',
  read(request) {
    let taken = 0;
    for (const { record } of recordsIn(request, ['resourceMetrics', 'scopeMetrics', 'metrics'])) {
      for (const kind of POINT_KINDS) taken += messagesIn(messageIn(record, kind), 'dataPoints').length;
    }
    return { taken, rejections: new Rejections() };
  },
};
