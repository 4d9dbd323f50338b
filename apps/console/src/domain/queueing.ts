/** What runs a consumer's handlers, as its service declares it. */
export interface Crew {
  /** Those of the service that consume, and are up. */
  processes: number;
  /** Handlers, or batches, that run at once in one process, whichever consumers' they are. */
  slots: number;
  /** `concurrency`: deliveries that may be under way at once, over all processes; 1 for a partition in key order. */
  durables: readonly { mode: 'key' | 'none' | 'batch'; concurrency: number }[];
}

/** One run of a handler, over one message or a batch: the mean of what was measured. */
export interface Run {
  /** Messages that it settled: fewer than it was given, where some come again. */
  messages: number;
  ms: number;
}

export interface Queue {
  /** Stored and never delivered, delivered and not settled. */
  backlog: number;
  arrivalPerSecond: number;
  atOnce: number;
  /** Undefined where none has been seen. */
  run: Run | undefined;
}

export interface QueueFigures {
  servicePerSecond: number | null;
  utilisation: number | null;
  drainSeconds: number | null;
}

/**
 * How many runs of one consumer's handlers may be under way at once, over all processes. A durable in key order or
 * without order gives out so many messages at a time, wherever they go. Of a batch handler each process runs one batch
 * at a time, while the next one fills. And no process runs more than it has slots: they are shared by all consumers
 * of its service, so that this is what a consumer gets while the others rest, and no more than its share while they
 * do not.
 */
export function runsAtOnce({ processes, slots, durables }: Crew): number {
  const asked = durables.map(({ mode, concurrency }) => (mode === 'batch' ? processes : concurrency));
  const all = asked.reduce((sum, each) => sum + each, 0);
  return Math.min(all, processes * slots);
}

/**
 * What a queue comes to: service rate μ = runs at once · messages of a run / its time, utilisation ρ = λ/μ, and the
 * time in which it is empty, backlog over (μ − λ), which never comes where arrivals keep up with the service. μ is
 * measured on what ran, so for batches it grows with the load: those of a full queue are fuller.
 */
export function queueFigures({ backlog, arrivalPerSecond, atOnce, run }: Queue): QueueFigures {
  // Shorter than a tenth of a millisecond is below what spans can tell.
  const servicePerSecond = run && atOnce > 0 ? (atOnce * run.messages * 1_000) / Math.max(run.ms, 0.1) : null;
  // Nobody runs, nothing was measured, or everything comes again.
  if (!servicePerSecond)
    return { servicePerSecond, utilisation: null, drainSeconds: backlog === 0 ? 0 : null };
  const spare = servicePerSecond - arrivalPerSecond;
  return {
    servicePerSecond,
    utilisation: arrivalPerSecond / servicePerSecond,
    drainSeconds: backlog === 0 ? 0 : spare > 0 ? backlog / spare : null,
  };
}
