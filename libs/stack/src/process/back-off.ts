/**
 * How long to wait before a process is started again, in milliseconds: 0.25 s, doubled with each attempt that
 * followed another, at most 15 s.
 *
 * @param attempt 1 for the first restart after a calm time
 */
export function restartDelay(attempt: number): number {
  return Math.min(15_000, 250 * 2 ** (attempt - 1));
}

/** A process that lived this long (milliseconds) before it died starts again without the earlier attempts held against it. */
export const CALM_AFTER = 60_000;
