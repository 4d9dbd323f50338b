import type { CsvTotals, Figures, ProductFigures } from '../csv-totals.mjs';

/** One figure that was compared: where, what the CSV says, what the platform answers. */
export interface Comparison {
  what: string;
  expected: string;
  answered: string;
  equal: boolean;
}

export interface SalesAnswer {
  currency: string;
  buckets: (Figures & { start: string })[];
  total: Figures;
}

export interface TopAnswer {
  items: (Figures & { productId: string; description: string })[];
}

/** `GET /sales?bucket=month` against the CSV, to the last digit. */
export function compareSales(expected: CsvTotals['sales'], answered: SalesAnswer): Comparison[] {
  const starts = [...expected.buckets, ...answered.buckets].map(({ start }) => new Date(start).toISOString());
  const bucket = (buckets: SalesAnswer['buckets'], start: string) =>
    buckets.find((each) => new Date(each.start).toISOString() === start);
  return [
    compare('currency', expected.currency, answered.currency),
    ...[...new Set(starts)]
      .sort()
      .map((start) =>
        compare(
          start.slice(0, 7),
          describe(bucket(expected.buckets, start)),
          describe(bucket(answered.buckets, start)),
        ),
      ),
    compare('total', describe(expected.total), describe(answered.total)),
  ];
}

/** `GET /products/top` against the CSV, place by place. Which of a product's names is shown is not compared, only that it is one of them. */
export function compareTop(by: string, expected: ProductFigures[], answered: TopAnswer): Comparison[] {
  return expected.map((product, place) => {
    const item = answered.items[place];
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

function compare(what: string, expected: string, answered: string): Comparison {
  return { what, expected, answered, equal: expected === answered };
}

function describe(figures: Figures | undefined): string {
  if (!figures) return 'nothing';
  return `${figures.orders} orders, ${figures.units} units, ${plain(figures.revenue)}`;
}

/** `12.50` and `12.5` are one amount; nothing else is forgiven. */
function plain(amount: string): string {
  return amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;
}
