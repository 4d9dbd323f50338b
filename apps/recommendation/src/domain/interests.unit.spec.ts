import { describe, expect, it } from '@jest/globals';
import { interestsOf, type OwnProduct } from './interests.js';
import { BOUNDS } from './model.js';
import { heatAt } from './popularity.js';

const NOW = Date.UTC(2011, 3, 1);
const own = (product: number, one: Partial<OwnProduct> = {}): OwnProduct => ({
  product,
  bought: false,
  carted: false,
  heat: heatAt(NOW),
  orders: 1,
  sessions: 0,
  ...one,
});

describe('a customer’s interests', () => {
  it('count bought products more than carted ones, and those more than viewed ones', () => {
    const interests = interestsOf(
      [own(1), own(2, { carted: true }), own(3, { bought: true, carted: true })],
      NOW,
    );
    expect(interests.get(3)).toBeGreaterThan(interests.get(2)!);
    expect(interests.get(2)).toBeGreaterThan(interests.get(1)!);
  });

  it('count a product that everybody has less than a rare one', () => {
    const interests = interestsOf([own(1), own(2, { heat: 100 * heatAt(NOW), orders: 100 })], NOW);
    expect(interests.get(1)).toBeGreaterThan(interests.get(2)!);
  });

  it('are limited to the latest ones', () => {
    const many = Array.from({ length: BOUNDS.interests + 50 }, (_, product) => own(product));
    const interests = interestsOf(many, NOW);
    expect(interests.size).toBe(BOUNDS.interests);
    expect(interests.has(0)).toBe(true);
    expect(interests.has(BOUNDS.interests)).toBe(false);
  });
});
