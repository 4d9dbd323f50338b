import { SpanStatusCode, type Span } from '@opentelemetry/api';
import { ATTRIBUTES } from './attributes.js';

/** `error.type` of spans and metrics alike: the error's stable code where it has one, else its class. */
export function errorTypeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** Marks a span as failed. */
export function recordError(span: Span, error: unknown): void {
  if (!span.isRecording()) return;
  const known = error instanceof Error ? error : new Error(String(error));
  span.recordException(known);
  span.setAttribute(ATTRIBUTES.error.type, errorTypeOf(known));
  span.setStatus({ code: SpanStatusCode.ERROR, message: known.message });
}
