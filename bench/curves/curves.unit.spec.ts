import { describe, expect, it } from '@jest/globals';
import { exponentOf, tooSteep, type Curve } from './curve.ts';
import { curvesPlot } from './plot.ts';

const curve = (micros: (of: number) => number): Curve => ({
  ...{ name: 'backlog', along: 'waiting events', costs: 'µs', most: 0 },
  points: [100, 1_000, 10_000].map((of) => ({ of, micros: micros(of) })),
});

describe('a curve', () => {
  it('has the exponent with which the cost grows', () => {
    expect(exponentOf(curve(() => 60))).toBeCloseTo(0);
    expect(exponentOf(curve((of) => 3 * of))).toBeCloseTo(1);
    expect(exponentOf(curve((of) => of ** 2))).toBeCloseTo(2);
  });

  it('is too steep beyond what noise explains', () => {
    expect(tooSteep([curve((of) => 60 * of ** 0.1)])).toEqual([]);
    expect(tooSteep([curve((of) => 60 * of ** 0.5)])).toEqual([
      'backlog: an event costs as much as the 0.50th power of it, 0 is the most',
    ]);
  });

  it('is drawn as a line through its points, with decades as long in every plot', () => {
    const plot = curvesPlot([curve((of) => of), curve(() => 100)]);
    // Two decades on 300 by 150, from 56 and 184: the second curve stays on its floor.
    expect(plot).toContain('M56 184L206 109L356 34"');
    expect(plot).toContain('M56 184L206 184L356 184"');
  });
});
