/** What one measurement gave. */
export interface Sample {
  readonly value: number;
  /** CPU time of this process for each item, in microseconds: it depends less on what else the machine does. */
  readonly cpuMicros?: number;
}

export interface Round {
  readonly subject: Sample;
  readonly baseline: Sample;
}

/** A figure beside its baseline. Between machines only the ratio can be compared. */
export interface Comparison {
  /** As in the JSON output: `relay`, `peer:pg-boss`. */
  readonly name: string;
  /** Of both values: a rate (`messages/s`), where more is better, or `ms` or `bytes`, where less is. */
  readonly unit: string;
  /** What was measured, and what it is compared with. */
  readonly subject: string;
  readonly baseline: string;
  /** What the baseline guarantees, and how it is set, where that differs. */
  readonly note?: string;
  /** What the ratio is meant to be: at least that for a rate, at most for the others. */
  readonly aim: number;
  readonly rounds: readonly Round[];
}

/** Medians over the rounds. The ratio is taken in each round: what slows one down as a whole is in both. */
export interface Result {
  readonly value: number;
  readonly baseline: number;
  readonly ratio: number;
  /** The least and the largest ratio of a round. */
  readonly spread: readonly [number, number];
  readonly cpuMicros?: number;
  readonly baselineCpuMicros?: number;
}

export function resultOf({ rounds }: Comparison): Result {
  const ratios = rounds.map(({ subject, baseline }) => subject.value / baseline.value);
  const cpu = (of: (round: Round) => Sample) => {
    const micros = rounds.flatMap((round) => of(round).cpuMicros ?? []);
    return micros.length > 0 ? median(micros) : undefined;
  };
  return {
    value: median(rounds.map(({ subject }) => subject.value)),
    baseline: median(rounds.map(({ baseline }) => baseline.value)),
    ratio: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
    cpuMicros: cpu(({ subject }) => subject),
    baselineCpuMicros: cpu(({ baseline }) => baseline),
  };
}

/** Whether the ratio is what it is meant to be. */
export function meetsAim({ unit, aim }: Pick<Comparison, 'unit' | 'aim'>, ratio: number): boolean {
  return moreIsBetter(unit) ? ratio >= aim : ratio <= aim;
}

export function moreIsBetter(unit: string): boolean {
  return unit.endsWith('/s');
}

/**
 * Measures both in turn, each first in every second round. A round before the first is not counted: it is for the compiler
 * and the caches.
 */
export async function alternate(
  rounds: number,
  subject: () => Promise<Sample>,
  baseline: () => Promise<Sample>,
): Promise<Round[]> {
  const measured: Round[] = [];
  for (let number = 0; number <= rounds; number++) {
    const round =
      number % 2 === 0
        ? { subject: await subject(), baseline: await baseline() }
        : await baseline().then(async (first) => ({ baseline: first, subject: await subject() }));
    if (number > 0) measured.push(round);
  }
  return measured;
}

/** The rate at which `work` did this many items. */
export async function rateOf(items: number, work: () => Promise<unknown>): Promise<Sample> {
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { value: items / seconds, cpuMicros: (user + system) / items };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Nearest-rank quantile. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}
