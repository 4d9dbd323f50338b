import { once } from 'node:events';
import { lives, signal, type ProcessIdentity } from './process-identity.js';
import { waitUntil } from './wait-until.js';
import type { RunningProcess } from './running-process.js';

export interface StopOptions {
  readonly signal: NodeJS.Signals;
  /** Milliseconds after which it is killed. */
  readonly deadline: number;
  /** Aborted to kill it at once (a second Ctrl-C). */
  readonly now?: AbortSignal;
}

/** `killed` if it did not end by itself in time: its work was interrupted. */
export type StopOutcome = 'stopped' | 'killed';

/** Stops a child and waits until it has ended. */
export async function stopChild(child: RunningProcess, options: StopOptions): Promise<StopOutcome> {
  if (child.exit()) return 'stopped';
  if (!options.now?.aborted) {
    child.send(options.signal);
    const tooLate = AbortSignal.any([
      AbortSignal.timeout(options.deadline),
      ...(options.now ? [options.now] : []),
    ]);
    await Promise.race([child.exited, once(tooLate, 'abort')]);
    if (child.exit()) return 'stopped';
  }
  child.send('SIGKILL');
  await child.exited;
  return 'killed';
}

/** Stops a process that is not our child (an orphan of a killed supervisor) and waits until it has ended. */
export async function stopByIdentity(
  identity: ProcessIdentity,
  options: Omit<StopOptions, 'now'>,
): Promise<StopOutcome> {
  if (!signal(identity, options.signal)) return 'stopped';
  const gone = () => !lives(identity);
  try {
    await waitUntil(gone, { until: `process ${identity.pid} has ended`, timeout: options.deadline });
    return 'stopped';
  } catch {
    signal(identity, 'SIGKILL');
    await waitUntil(gone, { until: `process ${identity.pid} has ended after SIGKILL`, timeout: 10_000 });
    return 'killed';
  }
}
