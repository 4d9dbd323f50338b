import type { SpanView } from '@waybill/console-api';

/** A span with the time that was recorded with its message. */
export interface TraceSpan extends SpanView {
  /**
   * Since when the message waited for this span, in the trace's milliseconds: on a `publish`, when its outbox row was
   * written; on a `process`, when the broker stored it. Exact to the millisecond, and by another clock.
   */
  waitingSinceMs?: number;
}

export function endOf({ offsetMs, durationMs }: Pick<SpanView, 'offsetMs' | 'durationMs'>): number {
  return offsetMs + durationMs;
}
