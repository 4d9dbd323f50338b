import type { ConsumerView } from '@waybill/console-api';

/** What runs a consumer's handlers, as its service declares it. */
interface Capacity {
  /** Processes of the service that consume and are up. */
  processes: number;
  /** Handlers, or batches, that run at once in one process, of whatever consumer. */
  slots: number;
  /** `concurrency`: deliveries that may be in flight at once, over all processes; 1 for a partition in key order. */
  durables: readonly { mode: 'key' | 'none' | 'batch'; concurrency: number }[];
}

/** One run of a handler, over one message or a batch: the mean of what was measured. */
export interface Run {
  /** Messages that it completed: fewer than it was given, if some are delivered again. */
  messages: number;
  ms: number;
}

interface Queue {
  /** Stored and never delivered, or delivered and not acknowledged. */
  backlog: number;
  arrivalPerSecond: number;
  atOnce: number;
  /** Undefined if none was seen. */
  run: Run | undefined;
  /** What the rate of the consumer allows a second; undefined if it has none. */
  mostPerSecond?: number;
}

/**
 * How many runs of one consumer's handlers may be in flight at once, over all processes. A durable, with key order or
 * without, limits its messages, wherever they go. Of a batch handler each process runs one batch at a time, while the
 * next one fills. And no process runs more than it has slots: all consumers of its service share them, so that this is
 * what a consumer gets while the others are idle.
 */
export function runsAtOnce({ processes, slots, durables }: Capacity): number {
  const asked = durables.map(({ mode, concurrency }) => (mode === 'batch' ? processes : concurrency));
  const all = asked.reduce((sum, each) => sum + each, 0);
  return Math.min(all, processes * slots);
}

/**
 * Service rate μ = runs at once · messages of a run / its time; utilisation ρ = λ/μ; and the time until the queue is
 * empty, backlog / (μ − λ), which never comes if arrivals keep up with the service. μ is measured on real runs, so for
 * batches it grows with the load: those of a full queue are fuller.
 */
export function queueFigures({
  backlog,
  arrivalPerSecond,
  atOnce,
  run,
  mostPerSecond = Infinity,
}: Queue): Pick<ConsumerView, 'servicePerSecond' | 'utilisation' | 'drainSeconds'> {
  // Shorter than a tenth of a millisecond is below what spans can measure.
  const measured = run && atOnce > 0 ? (atOnce * run.messages * 1_000) / Math.max(run.ms, 0.1) : null;
  const servicePerSecond = measured && Math.min(measured, mostPerSecond);
  // No process, no measurement, or everything is delivered again.
  if (!servicePerSecond)
    return { servicePerSecond, utilisation: null, drainSeconds: backlog === 0 ? 0 : null };
  const spare = servicePerSecond - arrivalPerSecond;
  return {
    servicePerSecond,
    utilisation: arrivalPerSecond / servicePerSecond,
    drainSeconds: backlog === 0 ? 0 : spare > 0 ? backlog / spare : null,
  };
}
