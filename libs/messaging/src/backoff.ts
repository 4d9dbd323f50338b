import { setTimeout as delay } from 'node:timers/promises';

export interface BackoffLimits {
  baseMs: number;
  maxMs: number;
}

/**
 * Exponential back-off: `baseMs` after the first failure, doubled with each further one up to `maxMs`, and up to a
 * quarter more at random, so that what failed together is not tried again together. Jitter only ever extends.
 */
export function backoffMs(
  failures: number,
  { baseMs, maxMs }: BackoffLimits,
  random: () => number = Math.random,
): number {
  const delay = Math.min(maxMs, baseMs * 2 ** Math.min(30, Math.max(0, failures - 1)));
  return Math.round(delay * (1 + random() / 4));
}

/**
 * Runs `work` again, after a growing delay, until it succeeds.
 *
 * @param onFailure ends it by throwing
 * @returns false if the signal was aborted first
 */
export async function retrying(
  work: () => Promise<void>,
  limits: BackoffLimits,
  signal: AbortSignal,
  onFailure: (error: unknown, failures: number) => void,
): Promise<boolean> {
  for (let failures = 1; ; failures++) {
    try {
      await work();
      return true;
    } catch (error) {
      onFailure(error, failures);
    }
    // Only the signal ends the delay early.
    await delay(backoffMs(failures, limits), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return false;
  }
}
