import { logs, SeverityNumber, type Attributes, type AnyValue } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import {
  BatchLogRecordProcessor,
  ConsoleLogRecordExporter,
  LoggerProvider,
  type LogRecordExporter,
} from '@opentelemetry/sdk-logs';
import type { Exporter, TelemetryConfig } from '../config.js';
import { setLogSink } from '../log-sink.js';

/** OpenTelemetry has fields of its own for them, or takes them from the context. */
const NO_ATTRIBUTES = new Set([
  'level',
  'time',
  'msg',
  'err',
  'service',
  'trace_id',
  'span_id',
  'trace_flags',
]);

/** Also sends every log line by OTLP, with the trace and span that were active. Returns what sends the rest and stops. */
export async function startLogging(
  config: TelemetryConfig,
  resource: Resource,
): Promise<() => Promise<void>> {
  const exporters = await Promise.all(config.logs.map(exporterOf));
  const provider = new LoggerProvider({
    resource,
    logRecordLimits: config.logLimits,
    processors: exporters.map((exporter) => new BatchLogRecordProcessor({ ...config.logBatch, exporter })),
  });
  logs.setGlobalLoggerProvider(provider);
  const logger = provider.getLogger('@waybill/telemetry');
  setLogSink((line) => {
    const entry = JSON.parse(line) as Record<string, unknown>;
    const level = String(entry['level']);
    logger.emit({
      timestamp: Date.parse(String(entry['time'])),
      severityText: level,
      severityNumber: SeverityNumber[level.toUpperCase() as keyof typeof SeverityNumber],
      body: entry['msg'] as AnyValue,
      attributes: { ...attributesOf(entry), ...exceptionOf(entry['err']) },
    });
  });
  return async () => {
    setLogSink(undefined);
    await provider.shutdown();
  };
}

async function exporterOf(name: Exporter): Promise<LogRecordExporter> {
  switch (name) {
    case 'http/protobuf':
      return new (await import('@opentelemetry/exporter-logs-otlp-proto')).OTLPLogExporter();
    case 'http/json':
      return new (await import('@opentelemetry/exporter-logs-otlp-http')).OTLPLogExporter();
    case 'console':
      return new ConsoleLogRecordExporter();
  }
}

function attributesOf(entry: Record<string, unknown>): Attributes {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !NO_ATTRIBUTES.has(name))) as Attributes;
}

/** pino's `err` under the names of the exception conventions. */
function exceptionOf(error: unknown): Attributes {
  if (typeof error !== 'object' || error === null) return {};
  const { type, message, stack } = error as { type?: string; message?: string; stack?: string };
  return { 'exception.type': type, 'exception.message': message, 'exception.stacktrace': stack };
}
