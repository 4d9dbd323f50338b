import { context, propagation, ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api';
import type { Headers } from '../transport/transport.js';

/** What the propagators of W3C write. */
export const TRACE_HEADERS: ReadonlySet<string> = new Set(['traceparent', 'tracestate', 'baggage']);

/** Writes a trace context, sampled or not, and its baggage into the headers (`traceparent`, `tracestate`, `baggage`). */
export function captureContext(ctx: Context, headers: Record<string, string>): void {
  propagation.inject(ctx, headers);
}

/** The context that a message was created in. From the root, never the ambient one: a pull loop has no right parent. */
export function contextOf(headers: Headers): Context {
  return propagation.extract(ROOT_CONTEXT, headers);
}

/** `to`, with the baggage of another context. */
export function withBaggageOf(from: Context, to: Context): Context {
  const baggage = propagation.getBaggage(from);
  return baggage ? propagation.setBaggage(to, baggage) : to;
}

/** Runs `work` in the span that is active, else in the message's creation context, so that what it logs belongs to a trace. */
export function inMessageContext<T>(headers: Headers, work: () => T): T {
  return trace.getActiveSpan() ? work() : context.with(contextOf(headers), work);
}
