import { context, isSpanContextValid, trace } from '@opentelemetry/api';
import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import { withheldFields } from './allowed-attributes.js';
import { eventIdOf } from './event-context.js';
import { lineDestination } from './line-destination.js';
import { currentLogSink } from './log-sink.js';
import { serializeError } from './serialize-error.js';

export type { Logger };

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const standardOutput: DestinationStream = lineDestination(1);

/**
 * One JSON object a line on standard output, and to the log sink if there is one; each has the trace, the span and the
 * event that were active when it was written. Fields that are not on the allow-list are withheld.
 */
export function createLogger(
  service: string,
  level: LogLevel,
  { sink = true, destination = standardOutput }: { sink?: boolean; destination?: DestinationStream } = {},
): Logger {
  const options: LoggerOptions = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: serializeError, cause: serializeError },
    formatters: { level: (label) => ({ level: label }), log: withheldFields },
    mixin: activeIds,
    hooks: {
      streamWrite(line) {
        if (sink) currentLogSink()?.(line);
        return line;
      },
    },
  };
  return pino(options, destination);
}

/** Field names of OpenTelemetry's log data model in JSON. */
function activeIds(): Record<string, string> {
  const ctx = context.active();
  const active = trace.getSpanContext(ctx);
  const eventId = eventIdOf(ctx);
  return {
    ...(active && isSpanContextValid(active) && { trace_id: active.traceId, span_id: active.spanId }),
    ...(eventId !== undefined && { eventId }),
  };
}
