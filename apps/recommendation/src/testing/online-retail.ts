import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { TestOrder } from './events.js';

type Row = Record<
  'InvoiceNo' | 'StockCode' | 'Description' | 'Quantity' | 'InvoiceDate' | 'UnitPrice' | 'CustomerID',
  string
>;

export type ShopOrder = Required<Pick<TestOrder, 'orderId' | 'customerId' | 'placedAt'>> & {
  products: string[];
};

/** A real shop's orders by the importer's rules, oldest first. A product counts once per order. */
export async function readOnlineRetail(file: string): Promise<ShopOrder[]> {
  const orders = new Map<string, ShopOrder & { seen: Set<string> }>();
  const rows = createReadStream(file)
    .pipe(createGunzip())
    .pipe(parse({ columns: true, bom: true }));
  for await (const row of rows as AsyncIterable<Row>) {
    if (!isAccepted(row)) continue;
    const placedAt = `${row.InvoiceDate.replace(' ', 'T')}.000Z`;
    let order = orders.get(row.InvoiceNo);
    if (!order) {
      const orderId = `00000000-0000-7000-8000-${row.InvoiceNo.padStart(12, '0')}`;
      order = { orderId, customerId: row.CustomerID, placedAt, products: [], seen: new Set() };
      orders.set(row.InvoiceNo, order);
    }
    if (placedAt < order.placedAt) order.placedAt = placedAt;
    order.seen.add(row.StockCode);
  }
  return [...orders.values()]
    .map(({ seen, ...order }) => ({ ...order, products: [...seen] }))
    .sort((a, b) => compare(a.placedAt, b.placedAt) || compare(a.orderId, b.orderId));
}

/** Not a cancellation, a real invoice, a known customer, a positive whole quantity, a positive price. */
function isAccepted(row: Row): boolean {
  return (
    /^\d+$/.test(row.InvoiceNo) &&
    row.CustomerID !== '' &&
    /^0*[1-9]\d*$/.test(row.Quantity) &&
    /^\d+(\.\d+)?$/.test(row.UnitPrice) &&
    Number(row.UnitPrice) > 0
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
