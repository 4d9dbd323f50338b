/** Milliseconds with their fraction. The difference is taken of whole numbers: a float does not hold an instant. */
export function msBetween(from: bigint, to: bigint): number {
  return Number(to - from) / 1e6;
}

/** ISO 8601, cut to the millisecond. */
export function isoOf(ns: string): string {
  return new Date(Number(BigInt(ns) / 1_000_000n)).toISOString();
}

/** Nanoseconds since the epoch, as a parameter for a `bigint`. */
export function nsOf(date: Date): string {
  return String(BigInt(date.getTime()) * 1_000_000n);
}
