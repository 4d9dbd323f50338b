import { SESSION_PRODUCTS } from './model.js';

/** The products of a session, by their numbers in this service. */
export interface SessionBasket {
  products: readonly number[];
  /** Those that were in the cart at any time. Removing one from the cart does not reduce the interest. */
  carted: readonly number[];
}

/** A view of a product, or a change of it in the cart. */
export interface Touch {
  product: number;
  /** Milliseconds since the epoch. */
  at: number;
  carted: boolean;
}

export interface Extension {
  basket: SessionBasket;
  /** The touches of products that are new to the session: only these count for popularity, once per product. */
  added: Touch[];
  /** False if nothing is new and nothing needs to be written. */
  changed: boolean;
}

/** A session's basket after further touches, with at most `SESSION_PRODUCTS` products. */
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
