import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

export interface PollOptions<Reading> {
  read: () => Promise<Reading>;
  isDone: (reading: Reading, previous: Reading | undefined) => boolean;
  onProgress: (reading: Reading) => void;
  /** Ends the polling early. */
  signal: AbortSignal;
  /** Without any change for this long, something else is wrong. Default 30 s. */
  patienceMs?: number;
  wait?: (ms: number) => Promise<unknown>;
  now?: () => number;
}

const POLL_MS = 250;

/** Reads until it is done, nothing has changed for a while, or the signal is aborted. Returns the last reading. */
export async function pollUntil<Reading>(options: PollOptions<Reading>): Promise<Reading> {
  const { read, isDone, onProgress, signal, patienceMs = 30_000, wait = delay, now = Date.now } = options;
  let previous: Reading | undefined;
  let changedAt = now();
  for (;;) {
    const reading = await read();
    onProgress(reading);
    if (!isDeepStrictEqual(reading, previous)) changedAt = now();
    if (isDone(reading, previous) || signal.aborted || now() - changedAt > patienceMs) return reading;
    previous = reading;
    await wait(POLL_MS);
  }
}
