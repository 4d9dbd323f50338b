import { describe, expect, it } from '@jest/globals';
import {
  emptyCart,
  idempotencyKeyOf,
  parseCart,
  quantityOf,
  requestOf,
  totalsOf,
  unitsOf,
  withQuantity,
} from './cart.ts';

const mug = { productId: 'mug', description: 'Mug', unitPrice: { amount: '6.95', currency: 'GBP' } };
const balm = { productId: 'balm', description: 'Balm', unitPrice: { amount: '2.125', currency: 'GBP' } };
const stamp = { productId: 'stamp', description: 'Stamp', unitPrice: { amount: '1', currency: 'EUR' } };
const empty = emptyCart(() => 'cart-1');

describe('a cart', () => {
  it('holds the quantity that was set last, each line in its place', () => {
    const cart = withQuantity(withQuantity(withQuantity(empty, mug, 1), balm, 2), mug, 3);
    expect(cart.lines.map(({ productId, quantity }) => [productId, quantity])).toEqual([
      ['mug', 3],
      ['balm', 2],
    ]);
    expect(unitsOf(cart)).toBe(5);
    expect(quantityOf(cart, 'balm')).toBe(2);
  });

  it('drops a line at zero, below zero, and at what is not a number', () => {
    const cart = withQuantity(empty, mug, 1);
    for (const none of [0, -1, Number.NaN, 0.5]) expect(withQuantity(cart, mug, none).lines).toEqual([]);
  });

  it('adds up exactly, each currency on its own', () => {
    const cart = withQuantity(withQuantity(withQuantity(empty, mug, 2), balm, 3), stamp, 1);
    expect(totalsOf(cart)).toEqual([
      { amount: '20.275', currency: 'GBP' },
      { amount: '1', currency: 'EUR' },
    ]);
  });

  it('is restored as it was kept, and not from other text', () => {
    const cart = withQuantity(empty, mug, 2);
    expect(parseCart(JSON.stringify(cart))).toEqual(cart);
    for (const none of ['', 'null', '{"id":1}', '{"id":"a","lines":[{}]}']) {
      expect(parseCart(none)).toBeUndefined();
    }
  });
});

describe('the idempotency key', () => {
  const cart = withQuantity(empty, mug, 2);
  const keyOf = (of = cart, shopper = 'ada', priority: 'standard' | 'express' = 'standard', copy = 0) =>
    idempotencyKeyOf(of, requestOf(of, shopper, priority), copy);

  it('is the same for a second click on the same order', () => {
    expect(keyOf()).toBe(keyOf(parseCart(JSON.stringify(cart))));
  });

  it('differs for another content, shopper, priority, copy or cart', () => {
    const others = [
      keyOf(withQuantity(cart, mug, 3)),
      keyOf(cart, 'bela'),
      keyOf(cart, 'ada', 'express'),
      keyOf(cart, 'ada', 'standard', 1),
      keyOf({ ...cart, id: 'cart-2' }),
    ];
    expect(new Set([keyOf(), ...others]).size).toBe(6);
  });

  it('is valid for the order service, for any shopper name', () => {
    expect(keyOf(cart, 'Zoë 🦊')).toMatch(/^[\x21-\x7e]{1,255}$/);
  });
});
