import type { SpanView } from '@waybill/console-api';

/** A span with what the record that travelled with its message says. */
export interface TraceSpan extends SpanView {
  /**
   * Since when the message lay waiting for this span, in the trace's milliseconds: on a `publish`, when its outbox row
   * was written; on a `process`, when the broker stored it. Only to the millisecond, and by another clock.
   */
  waitingSinceMs?: number;
}

export function endOf({ offsetMs, durationMs }: Pick<SpanView, 'offsetMs' | 'durationMs'>): number {
  return offsetMs + durationMs;
}
