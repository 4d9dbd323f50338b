// What analytics must report after an import, computed from the CSV alone: a second opinion on the importer and
// everything behind it, so it shares no code with them. `node tools/verify/csv-totals.ts <file.csv[.gz]>`
import { Big } from 'big.js';
import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export interface Figures {
  orders: number;
  units: number;
  /** Exact decimal without trailing zeros. */
  revenue: string;
}

export interface ProductFigures extends Figures {
  productId: string;
  /** All that the product was called: which of them analytics shows is not compared. */
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

interface Line {
  productId: string;
  description: string;
  units: number;
  revenue: Big;
}

interface Order {
  time: number;
  lines: Line[];
}

/**
 * Sales by month and every product's figures, in the shape of `GET /sales?bucket=month` and
 * `GET /products/top`, exact. Holds the file in memory: meant for up to 100 MB of CSV.
 */
export function totalsOf(file: string): CsvTotals {
  const raw = readFileSync(file);
  const text = raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw) : raw;
  const rows = parse<Record<string, string>>(text, {
    bom: true,
    columns: true,
    relax_quotes: true,
    skip_empty_lines: true,
    cast: (field) => field.trim(),
  });
  const orders = new Map<string, Order>();
  for (const row of rows) {
    const { InvoiceNo = '', CustomerID, Quantity = '', UnitPrice = '', InvoiceDate = '' } = row;
    const time = timeOf(InvoiceDate);
    const isLine =
      /^\d+$/.test(InvoiceNo) &&
      CustomerID !== '' &&
      /^\d+$/.test(Quantity) &&
      Number(Quantity) > 0 &&
      /^\d+(\.\d+)?$/.test(UnitPrice) &&
      Number(UnitPrice) > 0 &&
      !Number.isNaN(time);
    if (!isLine) continue;
    const order = entry(orders, InvoiceNo, { time, lines: [] });
    order.time = Math.min(order.time, time);
    order.lines.push({
      productId: row['StockCode']!,
      description: row['Description']!.slice(0, 255),
      units: Number(Quantity),
      revenue: new Big(UnitPrice).times(Quantity),
    });
  }
  return summarise(rows.length, [...orders.values()]);
}

class Sums {
  orders = 0;
  units = 0;
  revenue = new Big(0);
  readonly descriptions = new Set<string>();

  add({ units, revenue, description }: Line): void {
    this.units += units;
    this.revenue = this.revenue.plus(revenue);
    this.descriptions.add(description);
  }

  get figures(): Figures {
    return { orders: this.orders, units: this.units, revenue: this.revenue.toFixed() };
  }
}

function summarise(rows: number, orders: readonly Order[]): CsvTotals {
  const total = new Sums();
  const months = new Map<string, Sums>();
  const products = new Map<string, Sums>();
  for (const { time, lines } of orders) {
    const month = entry(months, `${new Date(time).toISOString().slice(0, 7)}-01T00:00:00.000Z`, new Sums());
    const bought = new Set(lines.map(({ productId }) => entry(products, productId, new Sums())));
    for (const sums of [total, month, ...bought]) sums.orders += 1;
    for (const line of lines)
      for (const sums of [total, month, products.get(line.productId)!]) sums.add(line);
  }
  const top = (compare: (a: Sums, b: Sums) => number) => ({
    items: [...products]
      .sort(([idA, a], [idB, b]) => compare(b, a) || (idA < idB ? -1 : 1))
      .map(([productId, sums]) => ({
        productId,
        descriptions: [...sums.descriptions],
        ...sums.figures,
      })),
  });
  return {
    rows,
    lines: orders.reduce((sum, { lines }) => sum + lines.length, 0),
    sales: {
      currency: 'GBP',
      buckets: [...months]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([start, sums]) => ({ start, ...sums.figures })),
      total: total.figures,
    },
    topByRevenue: top((a, b) => a.revenue.cmp(b.revenue)),
    topByUnits: top((a, b) => a.units - b.units),
  };
}

function entry<Value>(map: Map<string, Value>, key: string, initial: Value): Value {
  const value = map.get(key) ?? initial;
  map.set(key, value);
  return value;
}

/** Milliseconds since the epoch, or NaN if there is no such time in the calendar. */
function timeOf(text: string): number {
  const iso = `${text.replace(' ', 'T')}.000Z`;
  const time = Date.parse(iso);
  return !Number.isNaN(time) && new Date(time).toISOString() === iso ? time : Number.NaN;
}

if (import.meta.main) {
  const [file, limit = '10'] = process.argv.slice(2);
  if (!file) {
    console.error('usage: node tools/verify/csv-totals.ts <file.csv[.gz]> [how many products]');
    process.exit(2);
  }
  const { topByRevenue, topByUnits, ...totals } = totalsOf(file);
  const first = ({ items }: { items: ProductFigures[] }) => ({ items: items.slice(0, Number(limit)) });
  console.log(
    JSON.stringify({ ...totals, topByRevenue: first(topByRevenue), topByUnits: first(topByUnits) }, null, 2),
  );
}
