import type { OrderLine } from './order.js';

export interface RequestedLine {
  readonly productId: string;
  readonly quantity: number;
}

export interface PricedProduct {
  readonly productId: string;
  readonly description: string;
  readonly unitPrice: string;
  readonly currency: string;
}

export type PricedLines =
  | { readonly lines: readonly OrderLine[]; readonly currency: string }
  /** Indexes of the lines whose product is not in the catalogue. */
  | { readonly unknown: readonly number[] }
  /** Indexes of the lines whose currency differs from the first line's. */
  | { readonly mixed: readonly number[] };

/** Adds the product's current description and price to each requested line. An order has one currency. */
export function priceLines(
  requested: readonly RequestedLine[],
  products: ReadonlyMap<string, PricedProduct>,
): PricedLines {
  const unknown = indexesOf(requested, ({ productId }) => !products.has(productId));
  if (unknown.length > 0) return { unknown };

  const priced = requested.map(({ productId, quantity }) => ({ ...products.get(productId)!, quantity }));
  const currency = priced[0]!.currency;
  const mixed = indexesOf(priced, (line) => line.currency !== currency);
  if (mixed.length > 0) return { mixed };

  return {
    currency,
    lines: priced.map(({ productId, description, quantity, unitPrice }) => ({
      productId,
      description,
      quantity,
      unitPrice,
    })),
  };
}

function indexesOf<T>(items: readonly T[], matches: (item: T) => boolean): number[] {
  return items.flatMap((item, index) => (matches(item) ? [index] : []));
}
