import { setTimeout as delay } from 'node:timers/promises';
import { StackError, reasonOf } from '../errors.js';

export interface WaitOptions {
  /** What is waited for, as in "not within 30 s: postgres is ready". */
  readonly until: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** Milliseconds between two calls. */
  readonly every?: number;
  /** Ends the waiting early by throwing, for example because the process has exited. */
  readonly orFail?: () => void;
  readonly signal?: AbortSignal;
}

/**
 * Calls `look` until it returns something other than undefined or false, and returns that. If it throws, that counts as
 * "not yet"; the reason is in the error if time runs out.
 *
 * @throws StackError `TIMED_OUT`
 */
export async function waitUntil<T>(
  look: () => Promise<T | undefined | false> | T | undefined | false,
  options: WaitOptions,
): Promise<T> {
  const deadline = performance.now() + options.timeout;
  let last: unknown;
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
    } catch (error) {
      last = error;
    }
    options.orFail?.();
    if (performance.now() >= deadline) {
      const why = last === undefined ? '' : `: ${reasonOf(last)}`;
      throw new StackError('TIMED_OUT', `not within ${options.timeout / 1000} s: ${options.until}${why}`, {
        cause: last,
      });
    }
    await delay(options.every ?? 25, undefined, { signal: options.signal });
  }
}
