import { SpanStatusCode, type Span } from '@opentelemetry/api';
import { ATTRIBUTES } from './attributes.js';

/** Marks a span as failed: with the error's stable code where it has one, else its class. */
export function recordError(span: Span, error: unknown): void {
  if (!span.isRecording()) return;
  const known = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in known && typeof known.code === 'string' ? known.code : known.name;
  span.recordException(known);
  span.setAttribute(ATTRIBUTES.error.type, code);
  span.setStatus({ code: SpanStatusCode.ERROR, message: known.message });
}
