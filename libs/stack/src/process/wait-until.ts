import { setTimeout as delay } from 'node:timers/promises';
import { StackError, reasonOf } from '../errors.js';

export interface WaitOptions {
  /** What is waited for, as in "Postgres did not accept connections within 30 s". */
  readonly until: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** Milliseconds between two looks. */
  readonly every?: number;
  /** Ends the waiting early by throwing, for example because the process has died. */
  readonly orFail?: () => void;
  readonly signal?: AbortSignal;
}

/**
 * Looks until `look` returns something other than undefined or false, and returns that. A look that throws counts
 * as "not yet"; its reason is in the error if time runs out.
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
      throw new StackError('TIMED_OUT', `${options.until} not within ${options.timeout / 1000} s${why}`, {
        cause: last,
      });
    }
    await delay(options.every ?? 25, undefined, { signal: options.signal });
  }
}
