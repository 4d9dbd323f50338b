import { describe, expect, it } from '@jest/globals';
import { findCandidates, rankCandidates, reasonsFor } from './candidates.js';
import { BOUNDS } from './model.js';
import { heatAt, type Evidence } from './popularity.js';

const NOW = Date.UTC(2011, 3, 1);
const none: ReadonlySet<number> = new Set();
const ordered = (times: number): Evidence => ({ heat: times * heatAt(NOW), orders: times, sessions: 0 });

describe('finding candidates', () => {
  it('sums the shared interest of all baskets, each by its weight', () => {
    const interests = new Map([
      [1, 0.5],
      [2, 0.25],
    ]);
    const scores = findCandidates(
      interests,
      [
        { weight: 1, products: [1, 2, 7] },
        { weight: 0.5, products: [1, 7, 8] },
      ],
      new Set([1, 2]),
    );
    expect(scores).toEqual(
      new Map([
        [7, 0.75 + 0.25],
        [8, 0.25],
      ]),
    );
  });

  it('uses no product as a reason for itself', () => {
    const interests = new Map([
      [1, 0.3],
      [2, 0.1],
    ]);
    const scores = findCandidates(interests, [{ weight: 1, products: [1, 9] }], none);
    expect([...scores.keys()]).toEqual([9]);
    const both = findCandidates(interests, [{ weight: 1, products: [1, 2] }], none);
    expect(both.get(1)).toBeCloseTo(0.1, 12);
    expect(both.get(2)).toBeCloseTo(0.3, 12);
  });

  it('never returns what is excluded', () => {
    const scores = findCandidates(new Map([[1, 1]]), [{ weight: 1, products: [1, 2, 3] }], new Set([1, 2]));
    expect([...scores.keys()]).toEqual([3]);
  });
});

describe('ranking candidates', () => {
  it('ranks the rarer of two equally close products first', () => {
    const ranked = rankCandidates(
      new Map([
        [1, 1],
        [2, 1],
      ]),
      new Map([
        [1, ordered(200)],
        [2, ordered(5)],
      ]),
      NOW,
      10,
    );
    expect(ranked.map(({ product }) => product)).toEqual([2, 1]);
    expect(ranked[0]!.score).toBeGreaterThan(ranked[1]!.score);
  });

  it('returns the best few, ties by number', () => {
    const candidates = new Map([9, 3, 7, 5].map((product) => [product, 1]));
    const evidence = new Map([9, 3, 7, 5].map((product) => [product, ordered(1)]));
    const ranked = rankCandidates(candidates, evidence, NOW, 3);
    expect(ranked.map(({ product }) => product)).toEqual([3, 5, 7]);
  });
});

describe('reasons', () => {
  it('are the own products with the largest share in the score, largest first', () => {
    const interests = new Map([
      [1, 0.2],
      [2, 0.9],
      [3, 0.5],
    ]);
    const neighbours = [
      { weight: 1, products: [1, 2, 7] },
      { weight: 1, products: [3, 7] },
      { weight: 1, products: [3, 7] },
      { weight: 5, products: [1, 2, 3] },
    ];
    expect(reasonsFor(7, interests, neighbours)).toEqual([3, 2, 1]);
  });

  it('omit the product itself and stay within the limit', () => {
    const interests = new Map([1, 2, 3, 4, 5].map((product) => [product, 1]));
    const reasons = reasonsFor(2, interests, [{ weight: 1, products: [1, 2, 3, 4, 5] }]);
    expect(reasons).toHaveLength(BOUNDS.reasons);
    expect(reasons).not.toContain(2);
  });
});
