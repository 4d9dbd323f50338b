import { describe, expect, it } from '@jest/globals';
import { backoffMs } from './backoff.js';

const policy = { baseMs: 200, maxMs: 30_000 };
const none = () => 0;

describe('back-off', () => {
  it('doubles with each failure, up to the most', () => {
    const delays = [1, 2, 3, 4, 8, 9, 100].map((failures) => backoffMs(failures, policy, none));
    expect(delays).toEqual([200, 400, 800, 1600, 25_600, 30_000, 30_000]);
  });

  it('only ever extends the delay by its jitter, by a quarter at the most', () => {
    expect(backoffMs(1, policy, () => 0.999_999)).toBe(250);
    expect(backoffMs(100, policy, () => 0.5)).toBe(33_750);
    for (let i = 0; i < 1_000; i++) {
      const delay = backoffMs(3, policy);
      expect(delay).toBeGreaterThanOrEqual(800);
      expect(delay).toBeLessThanOrEqual(1_000);
    }
  });

  it('takes no failure at all for the first', () => {
    expect(backoffMs(0, policy, none)).toBe(200);
  });
});
