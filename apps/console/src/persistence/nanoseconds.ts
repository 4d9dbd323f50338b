/** Nanoseconds since the epoch, as a parameter for a `bigint`. */
export function nsOf(date: Date): string {
  return String(BigInt(date.getTime()) * 1_000_000n);
}
