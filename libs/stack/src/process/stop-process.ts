import { setTimeout as delay } from 'node:timers/promises';
import { lives, signal, type ProcessIdentity } from './process-identity.js';
import { waitUntil } from './wait-until.js';
import type { RunningProcess } from './running-process.js';

export interface StopOptions {
  readonly signal: NodeJS.Signals;
  /** Milliseconds after which it is killed. */
  readonly deadline: number;
  /** Aborted by the impatient (a second Ctrl-C): kills at once. */
  readonly now?: AbortSignal;
}

/** `killed` if it did not end by itself in time: whatever it was doing was cut off. */
export type StopOutcome = 'stopped' | 'killed';

/** Stops a child and waits until it is gone. */
export async function stopChild(child: RunningProcess, options: StopOptions): Promise<StopOutcome> {
  if (child.exit()) return 'stopped';
  if (!options.now?.aborted) {
    child.send(options.signal);
    const timer = new AbortController();
    const patience = delay(options.deadline, undefined, {
      signal: AbortSignal.any([timer.signal, ...(options.now ? [options.now] : [])]),
    }).catch(() => undefined); // aborted: either it is gone or somebody is impatient
    await Promise.race([child.exited, patience]);
    timer.abort();
    if (child.exit()) return 'stopped';
  }
  child.send('SIGKILL');
  await child.exited;
  return 'killed';
}

/** Stops a process that is not our child (an orphan of a killed supervisor) and waits until it is gone. */
export async function stopStranger(
  identity: ProcessIdentity,
  options: Omit<StopOptions, 'now'>,
): Promise<StopOutcome> {
  if (!signal(identity, options.signal)) return 'stopped';
  const gone = () => !lives(identity);
  try {
    await waitUntil(gone, { until: `the end of process ${identity.pid}`, timeout: options.deadline });
    return 'stopped';
  } catch {
    signal(identity, 'SIGKILL');
    await waitUntil(gone, { until: `the end of process ${identity.pid} after SIGKILL`, timeout: 10_000 });
    return 'killed';
  }
}
