export interface Queue {
  /** Stored and never delivered, delivered and not settled. */
  backlog: number;
  arrivalPerSecond: number;
  /** Deliveries that may be under way at once. */
  atOnce: number;
  /** Mean time that one takes; undefined where none has been seen. */
  meanMs: number | undefined;
}

export interface QueueFigures {
  servicePerSecond: number | null;
  utilisation: number | null;
  drainSeconds: number | null;
}

/**
 * What a queue comes to: service rate μ = handlers at once over the mean time, utilisation ρ = λ/μ, and the time in
 * which it is empty, backlog over (μ − λ), which never comes where arrivals keep up with the service.
 */
export function queueFigures({ backlog, arrivalPerSecond, atOnce, meanMs }: Queue): QueueFigures {
  // Shorter than a tenth of a millisecond is below what spans can tell.
  const servicePerSecond = meanMs === undefined ? null : (atOnce * 1_000) / Math.max(meanMs, 0.1);
  if (servicePerSecond === null) {
    return { servicePerSecond, utilisation: null, drainSeconds: backlog === 0 ? 0 : null };
  }
  const spare = servicePerSecond - arrivalPerSecond;
  return {
    servicePerSecond,
    utilisation: arrivalPerSecond / servicePerSecond,
    drainSeconds: backlog === 0 ? 0 : spare > 0 ? backlog / spare : null,
  };
}
