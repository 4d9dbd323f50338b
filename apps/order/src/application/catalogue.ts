import type { SqlTransaction } from '@waybill/messaging';
import type { PricedProduct } from '../domain/price-lines.js';

export interface Product extends PricedProduct {
  /** Units to be had; null where nobody counts them. */
  readonly stock: number | null;
}

export interface ProductPage {
  readonly items: Product[];
  /** The last product of the page, where more follow. */
  readonly next?: string;
}

export abstract class Catalogue {
  /** Those of the products that exist, by id. */
  abstract price(
    tx: SqlTransaction,
    productIds: readonly string[],
  ): Promise<ReadonlyMap<string, PricedProduct>>;

  /** Adds products that are not there yet, uncounted; leaves those that are. */
  abstract addMissing(tx: SqlTransaction, products: readonly PricedProduct[]): Promise<void>;

  abstract find(productId: string): Promise<Product | undefined>;

  /** By id; `search` matches part of the id or the description, in any case. */
  abstract list(query: { search?: string; limit: number; after?: string }): Promise<ProductPage>;

  /** @returns whether it is new */
  abstract put(product: Product): Promise<{ created: boolean }>;
}
