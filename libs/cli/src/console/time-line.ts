import type { TraceDetail } from '@waybill/console-api';

/** Columns that an idle stretch takes, however long it was. */
const IDLE_COLUMNS = 3;

/** Maps the times of a trace to columns; idle stretches are drawn short, to leave room for what ran. */
export interface TimeLine {
  readonly width: number;
  /** Columns `from` to `to`, `to` exclusive; at least one. */
  place(fromMs: number, toMs: number): { from: number; to: number };
  /** The idle stretches. */
  readonly idle: readonly { from: number; to: number; ms: number }[];
}

interface Segment {
  fromMs: number;
  toMs: number;
  idle: boolean;
  from: number;
  to: number;
}

/**
 * @param width columns; with too many idle stretches for it, they are drawn at full length
 */
export function timeLine(
  { durationMs, idle }: Pick<TraceDetail, 'durationMs' | 'idle'>,
  width: number,
): TimeLine {
  const compressed = idle.length * IDLE_COLUMNS <= width / 2 ? idle : [];
  const idleMs = compressed.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const columnsPerMs =
    (width - compressed.length * IDLE_COLUMNS) / Math.max(durationMs - idleMs, Number.EPSILON);

  const segments: Segment[] = [];
  let [ms, column] = [0, 0];
  const append = (toMs: number, isIdle: boolean) => {
    const to = column + (isIdle ? IDLE_COLUMNS : (toMs - ms) * columnsPerMs);
    segments.push({ fromMs: ms, toMs, idle: isIdle, from: column, to });
    [ms, column] = [toMs, to];
  };
  for (const { fromMs, toMs } of compressed) {
    append(fromMs, false);
    append(toMs, true);
  }
  append(Math.max(durationMs, ms), false);

  const columnOf = (at: number): number => {
    const segment = segments.find(({ toMs }) => at <= toMs) ?? segments.at(-1)!;
    const share = (at - segment.fromMs) / Math.max(segment.toMs - segment.fromMs, Number.EPSILON);
    return segment.from + Math.min(1, Math.max(0, share)) * (segment.to - segment.from);
  };
  return {
    width,
    place(fromMs, toMs) {
      const from = Math.min(width - 1, Math.floor(columnOf(fromMs)));
      return { from, to: Math.min(width, Math.max(from + 1, Math.round(columnOf(toMs)))) };
    },
    idle: segments
      .filter((segment) => segment.idle)
      .map((segment) => ({
        from: Math.round(segment.from),
        to: Math.round(segment.to),
        ms: segment.toMs - segment.fromMs,
      })),
  };
}
