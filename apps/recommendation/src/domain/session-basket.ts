import { SESSION_PRODUCTS } from './model.js';

/** What a session has touched, by the numbers that products have in this service. */
export interface SessionBasket {
  products: readonly number[];
  /** Of them, those that were in the cart at any time. Taking one out again takes no interest back. */
  carted: readonly number[];
}

/** One touch of a product. */
export interface Touch {
  product: number;
  /** Milliseconds since the epoch. */
  at: number;
  carted: boolean;
}

export interface Extension {
  basket: SessionBasket;
  /** What was new to the session: the only touches that count for popularity, each product once. */
  added: Touch[];
  /** False where the touches brought nothing new, and nothing needs to be written. */
  changed: boolean;
}

/** A session's basket after further touches. It takes no more than `SESSION_PRODUCTS` products. */
export function extendSession(before: SessionBasket, touches: readonly Touch[]): Extension {
  const products = new Set(before.products);
  const carted = new Set(before.carted);
  const added: Touch[] = [];
  for (const touch of touches) {
    if (!products.has(touch.product)) {
      if (products.size >= SESSION_PRODUCTS) continue;
      products.add(touch.product);
      added.push(touch);
    }
    if (touch.carted) carted.add(touch.product);
  }
  const changed = added.length > 0 || carted.size > before.carted.length;
  return { basket: { products: [...products], carted: [...carted] }, added, changed };
}
