import { describe, expect, it } from '@jest/globals';
import { alternate, meetsAim, resultOf, type Sample } from './comparison.ts';

const sample = (value: number, cpuMicros?: number): Sample => ({ value, cpuMicros });

describe('a comparison', () => {
  it('takes the ratio in each round, so that a slow round counts in both', () => {
    const rounds = [
      { subject: sample(80, 4), baseline: sample(100) },
      { subject: sample(9, 5), baseline: sample(10) },
      { subject: sample(50, 6), baseline: sample(100) },
    ];
    const result = resultOf({ name: 'x', unit: '/s', subject: '', baseline: '', aim: 1, rounds });
    expect(result).toEqual({
      ...{ value: 50, baseline: 100, ratio: 0.8, spread: [0.5, 0.9] },
      ...{ cpuMicros: 5, baselineCpuMicros: undefined },
    });
  });

  it('lets each side be first in every second round, and does not count the round before the first', async () => {
    const calls: string[] = [];
    const measure = (name: string) => async () => sample(calls.push(name));
    const rounds = await alternate(2, measure('subject'), measure('baseline'));
    expect(calls).toEqual(['subject', 'baseline', 'baseline', 'subject', 'subject', 'baseline']);
    expect(rounds.map(({ subject, baseline }) => [subject.value, baseline.value])).toEqual([
      [4, 3],
      [5, 6],
    ]);
  });

  it.each([
    ['messages/s', 0.8, 0.8, true],
    ['messages/s', 0.8, 0.79, false],
    ['ms', 2, 2, true],
    ['ms', 2, 2.1, false],
  ])('in %s with the aim %d, %d is met: %s', (unit, aim, ratio, met) => {
    expect(meetsAim({ unit, aim }, ratio)).toBe(met);
  });
});
