import { useSyncExternalStore } from 'react';
import { Listeners } from '../../api/listeners.ts';
import { emptyCart, parseCart, withQuantity, type Cart, type CartLine } from './cart.ts';
import { newId } from './random-hex.ts';

/** Each shopper's cart, kept by the browser: after a reload the same cart is ordered under the same key, so only once. */
const carts = new Map<string, Cart>();
const listeners = new Listeners();

const nameOf = (shopper: string): string => `waybill.cart.${shopper}`;

function cartOf(shopper: string): Cart {
  let cart = carts.get(shopper);
  if (!cart) {
    const kept = localStorage.getItem(nameOf(shopper));
    cart = (kept && parseCart(kept)) || emptyCart(newId);
    carts.set(shopper, cart);
  }
  return cart;
}

function keep(shopper: string, cart: Cart): void {
  carts.set(shopper, cart);
  localStorage.setItem(nameOf(shopper), JSON.stringify(cart));
  listeners.notify();
}

// Another tab has changed a cart, which the next change here would otherwise undo.
addEventListener('storage', ({ key }) => {
  if (key !== null && !key.startsWith(nameOf(''))) return;
  carts.clear();
  listeners.notify();
});

export interface CartControl {
  cart: Cart;
  setQuantity: (product: Omit<CartLine, 'quantity'>, quantity: number) => void;
  /** Begins a new cart, unless it was changed since the one given. */
  clear: (ordered: Cart) => void;
}

export function useCart(shopper: string): CartControl {
  return {
    cart: useSyncExternalStore(listeners.subscribe, () => cartOf(shopper)),
    setQuantity: (product, quantity) => keep(shopper, withQuantity(cartOf(shopper), product, quantity)),
    clear: (ordered) => {
      if (cartOf(shopper) === ordered) keep(shopper, emptyCart(newId));
    },
  };
}
