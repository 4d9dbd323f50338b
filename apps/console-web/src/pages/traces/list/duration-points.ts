import type { TraceSummary } from '@waybill/console-api';

interface DurationPlotLayout {
  points: { item: TraceSummary; x: number; y: number }[];
  /** Powers of ten between the shortest and the longest. */
  lines: { y: number; ms: number }[];
  fromMs: number;
  toMs: number;
}

const SHORTEST_MS = 0.1;

/** Traces by when they began (linear) and how long they took (logarithmic: 3 ms and 30 s are on one plot). */
export function layOutDurations(
  items: readonly TraceSummary[],
  width: number,
  height: number,
): DurationPlotLayout {
  const times = items.map(({ startedAt }) => Date.parse(startedAt));
  const fromMs = Math.min(...times);
  const toMs = Math.max(...times);
  const logs = items.map(({ durationMs }) => Math.log10(Math.max(durationMs, SHORTEST_MS)));
  const low = Math.floor(Math.min(...logs));
  const high = Math.max(Math.ceil(Math.max(...logs)), low + 1);
  const y = (log: number) => height - ((log - low) / (high - low)) * height;
  return {
    fromMs,
    toMs,
    lines: Array.from({ length: high - low + 1 }, (_, n) => ({ y: y(low + n), ms: 10 ** (low + n) })),
    points: items.map((item, index) => ({
      item,
      x: toMs === fromMs ? width / 2 : ((times[index]! - fromMs) / (toMs - fromMs)) * width,
      y: y(logs[index]!),
    })),
  };
}
