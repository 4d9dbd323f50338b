// What analytics must answer after an import, computed from the CSV alone: a second opinion on the importer
// and everything behind it, so it shares no code with them. `node tools/csv-totals.mjs <file.csv[.gz]>`
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';

const SCALE = 6;

/**
 * Sales by month and every product's figures, in the shape of `GET /sales?bucket=month` and
 * `GET /products/top`, exact. Holds the file in memory: 100 MB of CSV at most is meant.
 *
 * `descriptions` has all that a product was called, for which of them is shown is not a matter of totals.
 *
 * @param {string} file
 */
export function totalsOf(file) {
  const raw = readFileSync(file);
  const text = (raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw) : raw).toString('utf8');
  const [header, ...rows] = parseCsv(text.replace(/^\uFEFF/, ''));
  const at = Object.fromEntries(header.map((name, index) => [name.trim(), index]));

  const orders = new Map();
  for (const row of rows) {
    const field = (name) => row[at[name]].trim();
    const invoice = field('InvoiceNo');
    const time = timeOf(field('InvoiceDate'));
    const isLine =
      isDigits(invoice) &&
      field('CustomerID') !== '' &&
      isDigits(field('Quantity')) &&
      BigInt(field('Quantity')) > 0n &&
      /^\d+(\.\d+)?$/.test(field('UnitPrice')) &&
      toMicros(field('UnitPrice')) > 0n &&
      !Number.isNaN(time);
    if (!isLine) continue;
    const order = orders.get(invoice) ?? { time, lines: [] };
    orders.set(invoice, order);
    order.time = Math.min(order.time, time);
    order.lines.push({
      productId: field('StockCode'),
      description: field('Description'),
      units: BigInt(field('Quantity')),
      revenue: BigInt(field('Quantity')) * toMicros(field('UnitPrice')),
    });
  }
  return summarise(rows.length, [...orders.values()]);
}

function summarise(rows, orders) {
  const months = new Map();
  const products = new Map();
  const total = { orders: 0, units: 0n, revenue: 0n };
  for (const { time, lines } of orders) {
    const start = `${new Date(time).toISOString().slice(0, 7)}-01T00:00:00.000Z`;
    const month = entry(months, start, { start, orders: 0, units: 0n, revenue: 0n });
    month.orders += 1;
    total.orders += 1;
    for (const productId of new Set(lines.map((line) => line.productId))) {
      const none = { productId, descriptions: new Set(), units: 0n, revenue: 0n, orders: 0 };
      entry(products, productId, none).orders += 1;
    }
    for (const line of lines) {
      const product = products.get(line.productId);
      product.descriptions.add(line.description.slice(0, 255));
      for (const sum of [month, total, product]) {
        sum.units += line.units;
        sum.revenue += line.revenue;
      }
    }
  }
  const top = (by) =>
    [...products.values()]
      .sort((a, b) => (a[by] === b[by] ? (a.productId < b.productId ? -1 : 1) : a[by] < b[by] ? 1 : -1))
      .map(figures);
  return {
    rows,
    lines: orders.reduce((sum, order) => sum + order.lines.length, 0),
    sales: {
      currency: 'GBP',
      buckets: [...months.values()].sort((a, b) => (a.start < b.start ? -1 : 1)).map(figures),
      total: figures(total),
    },
    topByRevenue: { items: top('revenue') },
    topByUnits: { items: top('units') },
  };
}

function figures({ descriptions, ...rest }) {
  return {
    ...rest,
    ...(descriptions && { descriptions: [...descriptions] }),
    units: Number(rest.units),
    revenue: toDecimal(rest.revenue),
  };
}

function entry(map, key, initial) {
  if (!map.has(key)) map.set(key, initial);
  return map.get(key);
}

function isDigits(text) {
  return /^\d+$/.test(text);
}

/** Milliseconds since the epoch, or NaN where the text is no moment of the calendar. */
function timeOf(text) {
  const iso = `${text.replace(' ', 'T')}.000Z`;
  const time = Date.parse(iso);
  return !Number.isNaN(time) && new Date(time).toISOString() === iso ? time : Number.NaN;
}

function toMicros(text) {
  const [whole, fraction = ''] = text.split('.');
  if (fraction.length > SCALE) throw new Error(`a price with more than ${SCALE} decimals: ${text}`);
  return BigInt(whole + fraction.padEnd(SCALE, '0'));
}

/** Plain decimal without trailing zeros. */
function toDecimal(micros) {
  const digits = micros.toString().padStart(SCALE + 1, '0');
  const fraction = digits.slice(-SCALE).replace(/0+$/, '');
  return digits.slice(0, -SCALE) + (fraction && `.${fraction}`);
}

/** RFC 4180. */
function parseCsv(text) {
  const rows = [];
  for (const match of text.matchAll(/(?:(?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,|(?=\r?\n|$)))+(?:\r?\n|$)/g)) {
    if (match[0].trim() === '') continue;
    const line = match[0].replace(/\r?\n$/, '');
    const fields = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)];
    rows.push(fields.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain));
  }
  return rows;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [file, limit = '10'] = process.argv.slice(2);
  if (!file) {
    console.error('usage: node tools/csv-totals.mjs <file.csv[.gz]> [how many products]');
    process.exit(2);
  }
  const { topByRevenue, topByUnits, ...totals } = totalsOf(file);
  const first = ({ items }) => ({ items: items.slice(0, Number(limit)) });
  console.log(
    JSON.stringify({ ...totals, topByRevenue: first(topByRevenue), topByUnits: first(topByUnits) }, null, 2),
  );
}
