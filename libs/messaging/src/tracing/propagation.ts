import { context, propagation, ROOT_CONTEXT, type Context } from '@opentelemetry/api';
import type { Headers } from '../transport/transport.js';

/** Writes the active trace context, sampled or not, and baggage into the headers (`traceparent`, `tracestate`, `baggage`). */
export function captureContext(headers: Record<string, string>): void {
  propagation.inject(context.active(), headers);
}

/** The context that a message was created in. From the root, never the ambient one: a pull loop has no right parent. */
export function contextOf(headers: Headers): Context {
  return propagation.extract(ROOT_CONTEXT, headers);
}

/** Runs `work` in the message's creation context, so that what it publishes and logs belongs to the same trace. */
export function inContextOf<T>(headers: Headers, work: () => T): T {
  return context.with(contextOf(headers), work);
}
