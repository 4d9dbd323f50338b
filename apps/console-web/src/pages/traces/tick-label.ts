import { formatDuration } from '../../ui/format.ts';
import type { Tick } from './time-scale.ts';

/** Durations have three digits: if these do not distinguish ticks, labels count from the start of the segment. */
const DIGITS = 200;

export function tickLabel({ ms, stepMs, segmentMs }: Tick): string {
  if (ms / stepMs <= DIGITS) return formatDuration(ms);
  return `+${formatDuration(ms - segmentMs)}`;
}
