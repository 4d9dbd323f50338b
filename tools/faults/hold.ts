import { setTimeout as delay } from 'node:timers/promises';

/** Waits for as long as a fault lasts, or until the run is interrupted: either way it has to be healed next. */
export async function hold(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
