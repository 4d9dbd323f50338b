/**
 * Exponential back-off: `baseMs` after the first failure, doubled with each further one up to `maxMs`,
 * and up to a quarter more at random, so that what failed together does not come back together. Jitter
 * only ever extends.
 */
export function backoffMs(
  failures: number,
  { baseMs, maxMs }: { baseMs: number; maxMs: number },
  random: () => number = Math.random,
): number {
  const delay = Math.min(maxMs, baseMs * 2 ** Math.min(30, Math.max(0, failures - 1)));
  return Math.round(delay * (1 + random() / 4));
}
