import { setTimeout as delay } from 'node:timers/promises';

/**
 * Calls `probe` until it returns something truthy, and returns that: for what can only be polled (a row, a consumer's
 * state). Where a spy can do it, use a spy.
 *
 * @throws Error after `timeoutMs`, with the last result or error of `probe`
 */
export async function eventually<T>(
  probe: () => T | Promise<T>,
  { timeoutMs = 60_000, what = probe.toString() }: { timeoutMs?: number; what?: string } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let last: unknown;
    try {
      const result = await probe();
      if (result) return result as NonNullable<Exclude<T, false>>;
      last = result;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`not within ${timeoutMs} ms: ${what}; last result: ${String(last)}`);
    }
    await delay(10);
  }
}
