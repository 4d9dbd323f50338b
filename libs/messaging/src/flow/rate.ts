import { toMs, type Duration } from '../duration.js';
import { shown } from '../thrown.js';

/** How many messages a consumer's handlers may begin, over all replicas. */
export interface RateOptions {
  /** A whole number, at least 1. */
  messages: number;
  /** More than 0 and no longer than a day. */
  per: Duration;
  /** The most that begin at once after a quiet time, 1 to `messages`. Default `messages`; 1 spaces them evenly. */
  burst?: number;
}

export interface Rate {
  readonly messages: number;
  readonly perMs: number;
  readonly burst: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** @param fail refuses it, with a sentence that names the option and its range */
export function rateOf(
  { messages, per, burst = messages }: RateOptions,
  fail: (reason: string) => never,
): Rate {
  const refuse = (option: string, value: unknown, range: string) =>
    fail(`"rate.${option}" is ${shown(value)}, and must be ${range}`);
  if (!isWhole(messages, 1_000_000)) refuse('messages', messages, 'a whole number from 1 to 1000000');
  if (!isWhole(burst, messages)) refuse('burst', burst, `a whole number from 1 to ${messages}`);
  let perMs = NaN;
  try {
    perMs = toMs(per);
  } catch {
    // Said below, with what it should look like.
  }
  if (!(perMs > 0 && perMs <= DAY_MS)) refuse('per', per, 'more than 0 and up to a day, as "1s" or "60s"');
  return { messages, perMs, burst };
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
