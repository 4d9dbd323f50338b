import { isDrained, type PipelineLag, type PipelineProbe } from './pipeline-lag.ts';

export interface DrainOptions {
  /** Without any progress for this long, waiting is no use. Default one minute. */
  patienceMs?: number;
  onProgress?: (lag: PipelineLag) => void;
  wait: (ms: number) => Promise<unknown>;
  now?: () => number;
}

/**
 * Waits until nothing is on its way: outboxes and consumers empty in two readings between which no message
 * was stored, for a handler that has just finished may have published.
 *
 * @returns the last reading: drained, or stuck where nothing moved for too long
 */
export async function waitUntilDrained(probe: PipelineProbe, options: DrainOptions): Promise<PipelineLag> {
  const { patienceMs = 60_000, onProgress, wait, now = Date.now } = options;
  let previous: PipelineLag | undefined;
  let movedAt = now();
  for (;;) {
    const lag = await probe.read();
    if (isDrained(lag) && previous && isDrained(previous) && previous.stored === lag.stored) return lag;
    if (JSON.stringify(lag) !== JSON.stringify(previous)) movedAt = now();
    if (now() - movedAt > patienceMs) return lag;
    onProgress?.(lag);
    previous = lag;
    await wait(isDrained(lag) ? 250 : 500);
  }
}
