import type { PersistentClient } from './persistent-client.ts';

export interface Shelf {
  readonly productId: string;
  /** Null is not tracked. */
  readonly stock: number | null;
  /** Exact decimal. */
  readonly price: string;
}

/** Plenty of some products, few of others, and some that nobody counts. */
export const SHELVES: readonly Shelf[] = [
  ...shelves('counted', 8, 1_000_000, '3.25'),
  ...shelves('scarce', 4, 60, '19.99'),
  ...shelves('endless', 12, null, '0.85'),
];

export async function fillShelves(order: PersistentClient): Promise<void> {
  for (const { productId, stock, price } of SHELVES) {
    const unitPrice = { amount: price, currency: 'GBP' };
    await order.send('PUT', `/products/${productId}`, { description: productId, unitPrice, stock });
  }
}

function shelves(name: string, count: number, stock: number | null, price: string): Shelf[] {
  return Array.from({ length: count }, (_, index) => ({ productId: `lab-${name}-${index}`, stock, price }));
}
