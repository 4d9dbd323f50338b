import { describe, expect, it } from '@jest/globals';
import { idleOf } from './idle.js';

const spans = (...times: [number, number][]) =>
  times.map(([offsetMs, end]) => ({ offsetMs, durationMs: end - offsetMs }));

describe('idle stretches', () => {
  it('are the gaps that are longer than twice what runs, and than a second', () => {
    expect(idleOf(spans([0, 100], [5_000, 5_100]))).toEqual([{ fromMs: 100, toMs: 5_000 }]);
    expect(idleOf(spans([0, 100], [1_099, 1_200]))).toEqual([]);
    expect(idleOf(spans([0, 2_000], [5_000, 5_100]))).toEqual([]);
  });

  it('count spans that run at the same time once, and see no gap under a long one', () => {
    expect(idleOf(spans([0, 400], [0, 400], [1_500, 1_501]))).toEqual([{ fromMs: 400, toMs: 1_500 }]);
    expect(idleOf(spans([0, 10_000], [10, 20], [9_000, 9_001]))).toEqual([]);
  });

  it('are none of no spans', () => {
    expect(idleOf([])).toEqual([]);
  });
});
