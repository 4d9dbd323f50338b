import type { Random } from './random.ts';

export interface Product {
  productId: string;
  description: string;
}

export interface OrderLine {
  productId: string;
  quantity: number;
}

/** One thing that a shopper does. */
export type Action =
  | { type: 'search'; query: string }
  | { type: 'view'; productId: string }
  | { type: 'cart'; productId: string; quantity: number }
  | { type: 'order'; lines: OrderLine[]; priority: 'standard' | 'express' }
  | { type: 'cancel' };

const CUSTOMERS = 150;
const FAVOURITES = 10;

/** The same few customers return, so that there is a history to recommend from. */
export function pickCustomer(random: Random): { customerId: string; number: number } {
  const number = random.between(1, CUSTOMERS);
  return { customerId: `shopper-${String(number).padStart(3, '0')}`, number };
}

/** What a customer likes: a part of the catalogue, the same on every visit and overlapping with other customers'. */
export function favouritesOf(customer: number, catalogue: readonly Product[]): Product[] {
  const start = Math.floor((customer / CUSTOMERS) * catalogue.length);
  const count = Math.min(FAVOURITES, catalogue.length);
  return Array.from({ length: count }, (_, i) => catalogue[(start + i) % catalogue.length]!);
}

/**
 * One visit: browse, search, fill a cart, usually order, sometimes cancel. About every sixth action is an order.
 */
export function* planVisit(
  random: Random,
  customer: number,
  catalogue: readonly Product[],
): Generator<Action, void, void> {
  const favourites = favouritesOf(customer, catalogue);
  const cart = new Map<string, number>();
  const rounds = random.between(1, 3);
  for (let round = 0; round < rounds; round++) {
    const product = random.pick(random.chance(0.75) ? favourites : catalogue);
    if (random.chance(0.3)) yield { type: 'search', query: wordOf(product, random) };
    yield { type: 'view', productId: product.productId };
    if (!random.chance(0.75)) continue;
    const quantity = random.between(1, 4);
    cart.set(product.productId, quantity);
    yield { type: 'cart', productId: product.productId, quantity };
  }
  if (cart.size > 1 && random.chance(0.15)) {
    const [productId] = [...cart.keys()];
    cart.delete(productId!);
    yield { type: 'cart', productId: productId!, quantity: 0 };
  }
  if (cart.size === 0 || random.chance(0.15)) return;
  const lines = [...cart].map(([productId, quantity]) => ({ productId, quantity }));
  yield { type: 'order', lines, priority: random.chance(0.2) ? 'express' : 'standard' };
  if (random.chance(0.08)) yield { type: 'cancel' };
}

function wordOf({ description, productId }: Product, random: Random): string {
  const words = description.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2);
  return words.length > 0 ? random.pick(words).toLowerCase() : productId;
}
