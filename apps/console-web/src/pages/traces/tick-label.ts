import { formatDuration } from '../../ui/format.ts';
import type { Tick } from './time-scale.ts';

/** Three digits are shown of a time: where they would not tell neighbours apart, it is told from its segment's start. */
const DIGITS = 200;

export function tickLabel({ ms, stepMs, segmentMs }: Tick): string {
  if (ms / stepMs <= DIGITS) return formatDuration(ms);
  return `+${formatDuration(ms - segmentMs)}`;
}
