import { useCallback, useSyncExternalStore } from 'react';
import { emptyCart, parseCart, withQuantity, type Cart, type CartLine } from './cart.ts';
import { newId } from './new-id.ts';

/** Each shopper's cart, kept by the browser: a reload orders the same cart under the same key, so still once. */
const carts = new Map<string, Cart>();
const listeners = new Set<() => void>();

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
  for (const listener of listeners) listener();
}

// Another tab has changed a cart: what is remembered here would undo that with the next change.
addEventListener('storage', ({ key }) => {
  if (key !== null && !key.startsWith(nameOf(''))) return;
  carts.clear();
  for (const listener of listeners) listener();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export interface CartControl {
  cart: Cart;
  setQuantity: (product: Omit<CartLine, 'quantity'>, quantity: number) => void;
  /** Begins a new cart, unless it was changed since the one given. */
  clear: (ordered: Cart) => void;
}

export function useCart(shopper: string): CartControl {
  const cart = useSyncExternalStore(subscribe, () => cartOf(shopper));
  const setQuantity = useCallback<CartControl['setQuantity']>(
    (product, quantity) => keep(shopper, withQuantity(cartOf(shopper), product, quantity)),
    [shopper],
  );
  const clear = useCallback<CartControl['clear']>(
    (ordered) => cartOf(shopper) === ordered && keep(shopper, emptyCart(newId)),
    [shopper],
  );
  return { cart, setQuantity, clear };
}
