import type { Stretch, TimeScale } from './time-scale.ts';

/** The smallest window: a microsecond, the resolution of the spans' clocks. */
const SMALLEST_MS = 0.001;

/**
 * The window zoomed by a factor (below 1: closer) around a time that keeps its place, on the scale of the whole trace,
 * where idle stretches are short.
 */
export function zoom(
  whole: TimeScale,
  window: Stretch,
  factor: number,
  aroundMs: number,
): Stretch | undefined {
  const [from, to, around] = [window.fromMs, window.toMs, aroundMs].map(whole.x) as [number, number, number];
  return between(whole, around - (around - from) * factor, around + (to - around) * factor);
}

/** The window moved by a share of its width, up to the ends of the trace. */
export function pan(whole: TimeScale, window: Stretch, share: number): Stretch | undefined {
  const [from, to] = [whole.x(window.fromMs), whole.x(window.toMs)];
  const wish = (to - from) * share;
  const by = Math.min(Math.max(wish, -from), whole.width - to);
  return between(whole, from + by, to + by);
}

/** The window between two places on the scale of the whole trace; undefined if that is all of it. */
export function between(whole: TimeScale, oneX: number, otherX: number): Stretch | undefined {
  const fromX = Math.max(0, Math.min(oneX, otherX));
  const toX = Math.min(whole.width, Math.max(oneX, otherX));
  if (fromX <= 0 && toX >= whole.width) return undefined;
  const [fromMs, toMs] = [whole.ms(fromX), whole.ms(toX)];
  if (toMs - fromMs >= SMALLEST_MS) return { fromMs, toMs };
  const middle = (fromMs + toMs) / 2;
  return { fromMs: middle - SMALLEST_MS / 2, toMs: middle + SMALLEST_MS / 2 };
}
