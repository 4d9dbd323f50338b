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

  it('remembers what was in the cart, also when it was looked at before', () => {
    const { basket, added, changed } = extendSession({ products: [1], carted: [] }, [touch(1, true)]);
    expect(basket).toEqual({ products: [1], carted: [1] });
    expect(added).toEqual([]);
    expect(changed).toBe(true);
  });

  it('is not changed by what it knows already', () => {
    const before = { products: [1, 2], carted: [2] };
    expect(extendSession(before, [touch(1), touch(2), touch(2, true)])).toEqual({
      basket: before,
      added: [],
      changed: false,
    });
  });

  it('comes out the same in whatever order the touches come', () => {
    const touches = [touch(3), touch(1, true), touch(2), touch(1)];
    const forth = extendSession(empty, touches).basket;
    const back = extendSession(empty, touches.toReversed()).basket;
    expect(new Set(back.products)).toEqual(new Set(forth.products));
    expect(back.carted).toEqual(forth.carted);
  });

  it('takes no more than a shopper can look at', () => {
    const crawl = Array.from({ length: SESSION_PRODUCTS * 3 }, (_, product) => touch(product, true));
    const { basket, added } = extendSession(empty, crawl);
    expect(basket.products).toHaveLength(SESSION_PRODUCTS);
    expect(basket.carted).toHaveLength(SESSION_PRODUCTS);
    expect(added).toHaveLength(SESSION_PRODUCTS);
  });
});
