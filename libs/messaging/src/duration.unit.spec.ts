import { describe, expect, it } from '@jest/globals';
import { toMs, type Duration } from './duration.js';

describe('a duration', () => {
  it.each<[Duration, number]>([
    [200, 200],
    [0, 0],
    [0.5, 0.5],
    ['200ms', 200],
    ['5s', 5_000],
    ['1.5s', 1_500],
    ['30m', 1_800_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
  ])('of %j is %d ms', (duration, ms) => {
    expect(toMs(duration)).toBe(ms);
  });

  it.each(['', '5', '5w', 's', '-5s', '5 s', '1e3ms', -1, NaN, Infinity])('is not %j', (text) => {
    expect(() => toMs(text as Duration)).toThrow(TypeError);
  });
});
