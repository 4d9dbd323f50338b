import { describe, expect, it } from '@jest/globals';
import { inParts } from './import-parts.js';

const order = (lines: number) => ({ lines: Array.from({ length: lines }, () => ({})) });
const sizes = (orders: unknown[]) => [...inParts(orders, 10)].map((part) => [part.from, part.orders.length]);

describe('the parts of an import', () => {
  it('hold whole orders, in their order, up to a number of lines', () => {
    expect(sizes([order(4), order(6), order(1), order(10), order(3)])).toEqual([
      [0, 2],
      [2, 1],
      [3, 1],
      [4, 1],
    ]);
  });

  it('are one if everything fits, and none if there are no orders', () => {
    expect(sizes([order(4), order(6)])).toEqual([[0, 2]]);
    expect(sizes([])).toEqual([]);
  });

  it('leave orders that are too long, and what is not an order, to validation', () => {
    expect(sizes([order(99), null, 'text', { lines: 'many' }, order(1)])).toEqual([
      [0, 1],
      [1, 4],
    ]);
  });
});
