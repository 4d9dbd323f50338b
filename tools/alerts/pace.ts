/** How long the windows, delays and time limits of the rules are. */
export interface Pace {
  /** A duration of PromQL: `5m`. */
  range(duration: string): string;
  /** The same as a number, to compare seconds with. */
  seconds(duration: string): number;
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** As they are deployed. */
export const realTime: Pace = { range: (duration) => duration, seconds: secondsOf };

/**
 * So many times shorter, for `verify:alerts`.
 *
 * @param shortest of a window, in seconds: a rate takes several scrapes
 */
export function faster(times: number, shortest: number): Pace {
  const range = (duration: string) => `${Math.max(shortest, Math.round(secondsOf(duration) / times))}s`;
  return { range, seconds: (duration) => secondsOf(duration) / times };
}

/** @throws TypeError it is no duration */
export function secondsOf(duration: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  if (!count || !unit) throw new TypeError(`"${duration}" is not a duration: write 30s, 5m, 6h or 3d`);
  return Number(count) * UNITS[unit]!;
}
