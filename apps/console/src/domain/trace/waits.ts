import type { WaitView } from '@waybill/console-api';
import type { Cause } from './causes.js';
import type { TraceSpan } from './trace-span.js';

/** The times in which messages waited, in order. A message that did not wait has no entry. */
export function waitsOf(spans: readonly TraceSpan[], causes: ReadonlyMap<string, Cause>): WaitView[] {
  return spans.flatMap((span): WaitView[] => {
    const cause = causes.get(span.spanId);
    if (!cause || cause.sinceMs >= span.offsetMs) return [];
    const { spanId, eventId, consumer, offsetMs: toMs } = span;
    return [{ kind: cause.wait, fromMs: cause.sinceMs, toMs, spanId, eventId, consumer }];
  });
}
