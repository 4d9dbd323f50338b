import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits for what a fault's healing brings back by itself.
 *
 * @throws Error it is not so within `timeoutMs`; the last error of `probe` is its cause
 */
export async function until(what: string, probe: () => Promise<boolean>, timeoutMs = 120_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let cause: unknown;
    try {
      if (await probe()) return;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > deadline)
      throw new Error(`not within ${timeoutMs / 1_000} s: ${what}`, { cause });
    await delay(200);
  }
}
