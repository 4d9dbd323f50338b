import { Big } from 'big.js';
import type { CsvTotals, Figures, ProductFigures } from './csv-totals.ts';

/** One figure of the CSV, and what the platform reports. */
export interface Comparison {
  what: string;
  expected: string;
  actual: string;
  equal: boolean;
}

export interface SalesReport {
  currency: string;
  buckets: (Figures & { start: string })[];
  total: Figures;
}

export interface TopReport {
  items: (Figures & { productId: string; description: string })[];
}

/** `GET /sales?bucket=month` against the CSV, to the last digit. */
export function compareSales(expected: CsvTotals['sales'], actual: SalesReport): Comparison[] {
  const starts = [...expected.buckets, ...actual.buckets].map(({ start }) => new Date(start).toISOString());
  const bucket = (buckets: SalesReport['buckets'], start: string) =>
    buckets.find((each) => new Date(each.start).toISOString() === start);
  return [
    compare('currency', expected.currency, actual.currency),
    ...[...new Set(starts)]
      .sort()
      .map((start) =>
        compare(
          start.slice(0, 7),
          describe(bucket(expected.buckets, start)),
          describe(bucket(actual.buckets, start)),
        ),
      ),
    compare('total', describe(expected.total), describe(actual.total)),
  ];
}

/** `GET /products/top` against the CSV, place by place. A product may be shown under any of its names. */
export function compareTop(by: string, expected: ProductFigures[], actual: TopReport): Comparison[] {
  return expected.map((product, place) => {
    const item = actual.items[place];
    const named = item === undefined || product.descriptions.includes(item.description);
    return compare(
      `top by ${by}, ${place + 1}`,
      `${product.productId}: ${describe(product)}`,
      item
        ? `${item.productId}: ${describe(item)}${named ? '' : ` (unknown name "${item.description}")`}`
        : 'nothing',
    );
  });
}

function compare(what: string, expected: string, actual: string): Comparison {
  return { what, expected, actual, equal: expected === actual };
}

function describe(figures: Figures | undefined): string {
  if (!figures) return 'nothing';
  // `12.50` and `12.5` are the same amount.
  return `${figures.orders} orders, ${figures.units} units, ${new Big(figures.revenue).toFixed()}`;
}
