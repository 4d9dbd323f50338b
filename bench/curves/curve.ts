/** What something costs as one thing grows, everything else alike. */
export interface Curve {
  readonly name: string;
  /** What grows, and what is measured. */
  readonly along: string;
  readonly costs: string;
  /** The exponent with which the cost of an event may grow: 0 if it may not. */
  readonly most: number;
  readonly points: readonly Point[];
}

export interface Point {
  /** How much there was of it. */
  readonly of: number;
  /** Microseconds for each event, the median of the rounds. */
  readonly micros: number;
}

/** By noise alone, over the few points of a curve. */
const LEEWAY = 0.15;

/**
 * How the cost of an event grows: the slope of a line through the points on logarithmic scales. 0 for a cost that stays the
 * same, 1 for one in proportion.
 */
export function exponentOf({ points }: Pick<Curve, 'points'>): number {
  const logs = points.map(({ of, micros }) => ({ x: Math.log10(of), y: Math.log10(micros) }));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(logs.map((log) => log.x)), mean(logs.map((log) => log.y))];
  return (
    logs.reduce((sum, log) => sum + (log.x - x) * (log.y - y), 0) /
    logs.reduce((sum, log) => sum + (log.x - x) ** 2, 0)
  );
}

/** What grows faster than it may, one line each. */
export function tooSteep(curves: readonly Curve[]): string[] {
  return curves
    .map((curve) => ({ ...curve, exponent: exponentOf(curve) }))
    .filter(({ exponent, most }) => exponent > most + LEEWAY)
    .map(
      ({ name, exponent, most }) =>
        `${name}: an event costs as much as the ${exponent.toFixed(2)}th power of it, ${most} is the most`,
    );
}
