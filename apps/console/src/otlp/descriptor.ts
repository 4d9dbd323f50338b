import type { INamespace } from 'protobufjs';

const field = (type: string) => (id: number) => ({ id, type });
const text = field('string');
const bytes = field('bytes');
const bool = field('bool');
const int32 = field('int32');
const int64 = field('int64');
const fixed32 = field('fixed32');
const fixed64 = field('fixed64');
const double = field('double');
const one = (id: number, type: string) => ({ id, type });
const list = (id: number, type: string) => ({ id, type, rule: 'repeated' });
const attributes = (id: number) => list(id, 'KeyValue');
const message = (fields: Record<string, ReturnType<typeof one>>) => ({ fields });

const ANY_VALUE = {
  stringValue: text(1),
  boolValue: bool(2),
  intValue: int64(3),
  doubleValue: double(4),
  arrayValue: one(5, 'ArrayValue'),
  kvlistValue: one(6, 'KeyValueList'),
  bytesValue: bytes(7),
};

/**
 * The messages of OTLP 1.9 that the console reads, with the field numbers of opentelemetry-proto
 * (https://github.com/open-telemetry/opentelemetry-proto, Apache License 2.0, © The OpenTelemetry Authors). Fields that
 * are not named here are skipped, as protobuf has it. Of metrics only the number of points is read.
 */
export const OTLP: INamespace = {
  nested: {
    KeyValue: message({ key: text(1), value: one(2, 'AnyValue') }),
    // A oneof has presence: an empty text is another value than none.
    AnyValue: { ...message(ANY_VALUE), oneofs: { value: { oneof: Object.keys(ANY_VALUE) } } },
    ArrayValue: message({ values: list(1, 'AnyValue') }),
    KeyValueList: message({ values: attributes(1) }),
    Resource: message({ attributes: attributes(1) }),

    ExportTraceServiceRequest: message({ resourceSpans: list(1, 'ResourceSpans') }),
    ResourceSpans: message({ resource: one(1, 'Resource'), scopeSpans: list(2, 'ScopeSpans') }),
    ScopeSpans: message({ spans: list(2, 'Span') }),
    Span: message({
      traceId: bytes(1),
      spanId: bytes(2),
      parentSpanId: bytes(4),
      name: text(5),
      kind: int32(6),
      startTimeUnixNano: fixed64(7),
      endTimeUnixNano: fixed64(8),
      attributes: attributes(9),
      events: list(11, 'Event'),
      links: list(13, 'Link'),
      status: one(15, 'Status'),
    }),
    Event: message({ timeUnixNano: fixed64(1), name: text(2), attributes: attributes(3) }),
    Link: message({ traceId: bytes(1), spanId: bytes(2), attributes: attributes(4) }),
    Status: message({ message: text(2), code: int32(3) }),

    ExportLogsServiceRequest: message({ resourceLogs: list(1, 'ResourceLogs') }),
    ResourceLogs: message({ resource: one(1, 'Resource'), scopeLogs: list(2, 'ScopeLogs') }),
    ScopeLogs: message({ logRecords: list(2, 'LogRecord') }),
    LogRecord: message({
      timeUnixNano: fixed64(1),
      severityNumber: int32(2),
      severityText: text(3),
      body: one(5, 'AnyValue'),
      attributes: attributes(6),
      flags: fixed32(8),
      traceId: bytes(9),
      spanId: bytes(10),
      observedTimeUnixNano: fixed64(11),
      eventName: text(12),
    }),

    ExportMetricsServiceRequest: message({ resourceMetrics: list(1, 'ResourceMetrics') }),
    ResourceMetrics: message({ scopeMetrics: list(2, 'ScopeMetrics') }),
    ScopeMetrics: message({ metrics: list(2, 'Metric') }),
    Metric: message({
      gauge: one(5, 'Points'),
      sum: one(7, 'Points'),
      histogram: one(9, 'Points'),
      exponentialHistogram: one(10, 'Points'),
      summary: one(11, 'Points'),
    }),
    /** The points have field 1 in every kind of metric; they stay undecoded. */
    Points: message({ dataPoints: list(1, 'bytes') }),

    /** In JSON `rejected` is called by what it counts: `rejectedSpans` and so on. On the wire it is always field 1. */
    ExportResponse: message({ partialSuccess: one(1, 'PartialSuccess') }),
    PartialSuccess: message({ rejected: int64(1), errorMessage: text(2) }),
    /** google.rpc.Status */
    RpcStatus: message({ code: int32(1), message: text(2) }),
  },
};
