import { SpanStatusCode, type Span } from '@opentelemetry/api';
import { asError, codeOf, messageOf } from '../thrown.js';
import { ATTRIBUTES } from './attributes.js';

/** `error.type` of spans and metrics alike: the error's stable code if it has one, else its class. */
export function errorTypeOf(thrown: unknown): string {
  const error = asError(thrown);
  return codeOf(error) ?? error.name;
}

/** Runs `work` and ends the span with it, as failed if it throws. */
export async function endingWith<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    recordError(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** Marks a span as failed. */
export function recordError(span: Span, error: unknown): void {
  if (!span.isRecording()) return;
  const known = asError(error);
  span.recordException(known);
  span.setAttribute(ATTRIBUTES.error.type, errorTypeOf(known));
  span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(known) });
}
