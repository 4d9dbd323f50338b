export interface Figures {
  orders: number;
  units: number;
  /** Exact decimal without trailing zeros. */
  revenue: string;
}

export interface ProductFigures extends Figures {
  productId: string;
  descriptions: string[];
}

export interface CsvTotals {
  rows: number;
  /** Rows that are lines of orders. */
  lines: number;
  sales: { currency: string; buckets: (Figures & { start: string })[]; total: Figures };
  /** Every product, best first, ties by product id. */
  topByRevenue: { items: ProductFigures[] };
  topByUnits: { items: ProductFigures[] };
}

export function totalsOf(file: string): CsvTotals;
