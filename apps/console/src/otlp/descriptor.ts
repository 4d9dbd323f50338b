import type { INamespace } from 'protobufjs';

/**
 * The messages of OTLP 1.9 as far as the console reads them, by the field numbers of opentelemetry-proto
 * (https://github.com/open-telemetry/opentelemetry-proto, Apache License 2.0, © The OpenTelemetry Authors). What is not
 * named here is skipped when a message is decoded, as protobuf has it. Of metrics, only how many points there are.
 */
const any = { id: 2, type: 'AnyValue' };
const attributes = (id: number) => ({ id, type: 'KeyValue', rule: 'repeated' });
const list = (id: number, type: string) => ({ id, type, rule: 'repeated' });
/** All kinds of metric number their points alike; a point's own bytes stay undecoded. */
const points = { fields: { dataPoints: list(1, 'bytes') } };

export const OTLP: INamespace = {
  nested: {
    KeyValue: { fields: { key: { id: 1, type: 'string' }, value: any } },
    AnyValue: {
      oneofs: {
        value: {
          oneof: [
            'stringValue',
            'boolValue',
            'intValue',
            'doubleValue',
            'arrayValue',
            'kvlistValue',
            'bytesValue',
          ],
        },
      },
      fields: {
        stringValue: { id: 1, type: 'string' },
        boolValue: { id: 2, type: 'bool' },
        intValue: { id: 3, type: 'int64' },
        doubleValue: { id: 4, type: 'double' },
        arrayValue: { id: 5, type: 'ArrayValue' },
        kvlistValue: { id: 6, type: 'KeyValueList' },
        bytesValue: { id: 7, type: 'bytes' },
      },
    },
    ArrayValue: { fields: { values: list(1, 'AnyValue') } },
    KeyValueList: { fields: { values: list(1, 'KeyValue') } },
    Resource: { fields: { attributes: attributes(1) } },

    ExportTraceServiceRequest: { fields: { resourceSpans: list(1, 'ResourceSpans') } },
    ResourceSpans: {
      fields: { resource: { id: 1, type: 'Resource' }, scopeSpans: list(2, 'ScopeSpans') },
    },
    ScopeSpans: { fields: { spans: list(2, 'Span') } },
    Span: {
      fields: {
        traceId: { id: 1, type: 'bytes' },
        spanId: { id: 2, type: 'bytes' },
        parentSpanId: { id: 4, type: 'bytes' },
        name: { id: 5, type: 'string' },
        kind: { id: 6, type: 'int32' },
        startTimeUnixNano: { id: 7, type: 'fixed64' },
        endTimeUnixNano: { id: 8, type: 'fixed64' },
        attributes: attributes(9),
        events: list(11, 'Event'),
        links: list(13, 'Link'),
        status: { id: 15, type: 'Status' },
      },
    },
    Event: {
      fields: {
        timeUnixNano: { id: 1, type: 'fixed64' },
        name: { id: 2, type: 'string' },
        attributes: attributes(3),
      },
    },
    Link: {
      fields: {
        traceId: { id: 1, type: 'bytes' },
        spanId: { id: 2, type: 'bytes' },
        attributes: attributes(4),
      },
    },
    Status: { fields: { message: { id: 2, type: 'string' }, code: { id: 3, type: 'int32' } } },

    ExportLogsServiceRequest: { fields: { resourceLogs: list(1, 'ResourceLogs') } },
    ResourceLogs: { fields: { resource: { id: 1, type: 'Resource' }, scopeLogs: list(2, 'ScopeLogs') } },
    ScopeLogs: { fields: { logRecords: list(2, 'LogRecord') } },
    LogRecord: {
      fields: {
        timeUnixNano: { id: 1, type: 'fixed64' },
        severityNumber: { id: 2, type: 'int32' },
        severityText: { id: 3, type: 'string' },
        body: { id: 5, type: 'AnyValue' },
        attributes: attributes(6),
        flags: { id: 8, type: 'fixed32' },
        traceId: { id: 9, type: 'bytes' },
        spanId: { id: 10, type: 'bytes' },
        observedTimeUnixNano: { id: 11, type: 'fixed64' },
        eventName: { id: 12, type: 'string' },
      },
    },

    ExportMetricsServiceRequest: { fields: { resourceMetrics: list(1, 'ResourceMetrics') } },
    ResourceMetrics: { fields: { scopeMetrics: list(2, 'ScopeMetrics') } },
    ScopeMetrics: { fields: { metrics: list(2, 'Metric') } },
    Metric: {
      fields: {
        gauge: { id: 5, type: 'Points' },
        sum: { id: 7, type: 'Points' },
        histogram: { id: 9, type: 'Points' },
        exponentialHistogram: { id: 10, type: 'Points' },
        summary: { id: 11, type: 'Points' },
      },
    },
    Points: points,

    /** `rejected` is called by what it counts (`rejectedSpans` and so on) in JSON only: on the wire it is field 1. */
    ExportResponse: { fields: { partialSuccess: { id: 1, type: 'PartialSuccess' } } },
    PartialSuccess: {
      fields: { rejected: { id: 1, type: 'int64' }, errorMessage: { id: 2, type: 'string' } },
    },
    /** google.rpc.Status */
    RpcStatus: { fields: { code: { id: 1, type: 'int32' }, message: { id: 2, type: 'string' } } },
  },
};
