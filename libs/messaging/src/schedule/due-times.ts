/** The times at which a schedule is due, in milliseconds since the epoch: the same in every process that declares it. */
export interface DueTimes {
  /** The first one after `after`. Undefined if there is none. */
  next(after: number): number | undefined;
  /** The last one that is not later than `now`. */
  latest(now: number): number | undefined;
}

/** Missed due times are counted one by one, and a schedule of every minute may have missed a year. */
const MOST_COUNTED = 1_000;

/** What to do about due times that passed while no process ran: one run for the latest of them, or one for each, in order. */
export type CatchUp = 'latest' | 'all';

export interface OwedRun {
  due: number;
  /** Earlier due times that this run stands for, 1000 at most. */
  missed: number;
}

/** The run that is owed at `now` by a schedule whose due times are completed until `completedUntil`. */
export function owedRun(
  times: DueTimes,
  catchUp: CatchUp,
  completedUntil: number,
  now: number,
): OwedRun | undefined {
  const first = times.next(completedUntil);
  if (first === undefined || first > now) return undefined;
  if (catchUp === 'all') return { due: first, missed: 0 };
  const due = Math.max(first, times.latest(now) ?? first);
  let missed = 0;
  for (let each: number | undefined = first; each !== undefined && each < due; each = times.next(each)) {
    if (++missed === MOST_COUNTED) break;
  }
  return { due, missed };
}
