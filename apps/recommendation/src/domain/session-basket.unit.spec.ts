import { describe, expect, it } from '@jest/globals';
import { SESSION_PRODUCTS } from './model.js';
import { extendSession } from './session-basket.js';

const empty = { products: [], carted: [] };
const touch = (product: number, carted = false) => ({ product, at: 0, carted });

describe('a session’s basket', () => {
  it('holds each product once, however often it is touched', () => {
    const { basket, added } = extendSession(empty, [touch(1), touch(2), touch(1)]);
    expect(basket.products).toEqual([1, 2]);
    expect(added.map(({ product }) => product)).toEqual([1, 2]);
  });

  it('records what was in the cart, even if it was viewed before', () => {
    const { basket, added, changed } = extendSession({ products: [1], carted: [] }, [touch(1, true)]);
    expect(basket).toEqual({ products: [1], carted: [1] });
    expect(added).toEqual([]);
    expect(changed).toBe(true);
  });

  it('is not changed by products that it already has', () => {
    const before = { products: [1, 2], carted: [2] };
    expect(extendSession(before, [touch(1), touch(2), touch(2, true)])).toEqual({
      basket: before,
      added: [],
      changed: false,
    });
  });

  it('does not depend on the order of touches', () => {
    const touches = [touch(3), touch(1, true), touch(2), touch(1)];
    const forth = extendSession(empty, touches).basket;
    const back = extendSession(empty, touches.toReversed()).basket;
    expect(new Set(back.products)).toEqual(new Set(forth.products));
    expect(back.carted).toEqual(forth.carted);
  });

  it('has no more products than a shopper can view', () => {
    const crawl = Array.from({ length: SESSION_PRODUCTS * 3 }, (_, product) => touch(product, true));
    const { basket, added } = extendSession(empty, crawl);
    expect(basket.products).toHaveLength(SESSION_PRODUCTS);
    expect(basket.carted).toHaveLength(SESSION_PRODUCTS);
    expect(added).toHaveLength(SESSION_PRODUCTS);
  });
});
