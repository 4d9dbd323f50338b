import { SpanStatusCode, type Span } from '@opentelemetry/api';
import { asError, codeOf, messageOf } from '../thrown.js';
import { ATTRIBUTES } from './attributes.js';

/** `error.type` of spans and metrics alike: the error's stable code where it has one, else its class. */
export function errorTypeOf(thrown: unknown): string {
  const error = asError(thrown);
  return codeOf(error) ?? error.name;
}

/** Marks a span as failed. */
export function recordError(span: Span, error: unknown): void {
  if (!span.isRecording()) return;
  const known = asError(error);
  span.recordException(known);
  span.setAttribute(ATTRIBUTES.error.type, errorTypeOf(known));
  span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(known) });
}
