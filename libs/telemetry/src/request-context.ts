import {
  context,
  defaultTextMapGetter,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  trace,
  TraceFlags,
  type Context,
} from '@opentelemetry/api';
import { randomBytes } from 'node:crypto';

/**
 * The context that a request runs in. If an SDK has already opened a server span, that one. Otherwise a context of our
 * own that continues the caller's `traceparent` or starts a new trace, so that log lines, error responses and appended
 * events have a trace id with and without an SDK.
 */
export function contextOfRequest(headers: Record<string, string | string[] | undefined>): Context {
  const active = context.active();
  if (trace.getSpanContext(active)) return active;

  const extracted = propagation.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
  const caller = trace.getSpanContext(extracted);
  const continued = caller && isSpanContextValid(caller) ? caller : undefined;
  return trace.setSpanContext(extracted, {
    traceId: continued?.traceId ?? randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    traceFlags: continued?.traceFlags ?? TraceFlags.SAMPLED,
    traceState: continued?.traceState,
  });
}

/** The `traceresponse` header of W3C Trace Context level 2 for a context made by `contextOfRequest`. */
export function traceResponseOf(ctx: Context): string | undefined {
  const span = trace.getSpanContext(ctx);
  return span && `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
}
