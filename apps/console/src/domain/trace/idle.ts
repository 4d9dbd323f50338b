import type { SpanView } from '@waybill/console-api';
import { endOf } from './trace-span.js';

/** Shorter stretches are not worth shortening. */
const LEAST_MS = 1_000;

/**
 * The stretches, in order, in which no span runs and that are longer than a second and than twice the time in which spans
 * run: drawn to scale, they would leave no room for the spans.
 */
export function idleOf(
  spans: readonly Pick<SpanView, 'offsetMs' | 'durationMs'>[],
): { fromMs: number; toMs: number }[] {
  const gaps: { fromMs: number; toMs: number }[] = [];
  let activeMs = 0;
  let busyUntil: number | undefined;
  for (const span of [...spans].sort((a, b) => a.offsetMs - b.offsetMs)) {
    if (busyUntil !== undefined && span.offsetMs > busyUntil) {
      gaps.push({ fromMs: busyUntil, toMs: span.offsetMs });
    }
    const from = Math.max(span.offsetMs, busyUntil ?? span.offsetMs);
    activeMs += Math.max(0, endOf(span) - from);
    busyUntil = Math.max(busyUntil ?? 0, endOf(span));
  }
  const long = Math.max(2 * activeMs, LEAST_MS);
  return gaps.filter(({ fromMs, toMs }) => toMs - fromMs > long);
}
