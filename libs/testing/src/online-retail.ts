import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

type Row = Record<
  'InvoiceNo' | 'StockCode' | 'Description' | 'Quantity' | 'InvoiceDate' | 'UnitPrice' | 'CustomerID',
  string
>;

/** An order of the file, as an event could carry it. */
export interface RetailOrder {
  /** Made from the invoice's number, so that it is always the same. */
  orderId: string;
  customerId: string;
  /** ISO 8601 in UTC: the earliest of its lines. */
  placedAt: string;
  /** As in the file: repeated products are separate lines. */
  lines: { productId: string; description: string; quantity: number; unitPrice: string }[];
}

/** A real shop's orders by the importer's rules, in the order of the file (gzipped CSV). */
export async function readOnlineRetail(file: string): Promise<RetailOrder[]> {
  const orders = new Map<string, RetailOrder>();
  const rows = createReadStream(file)
    .pipe(createGunzip())
    .pipe(parse({ columns: true, bom: true }));
  for await (const row of rows as AsyncIterable<Row>) {
    if (!isAccepted(row)) continue;
    const placedAt = `${row.InvoiceDate.replace(' ', 'T')}.000Z`;
    const order = orders.get(row.InvoiceNo);
    if (!order) orders.set(row.InvoiceNo, orderOf(row, placedAt));
    else {
      order.lines.push(lineOf(row));
      if (placedAt < order.placedAt) order.placedAt = placedAt;
    }
  }
  return [...orders.values()];
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

function orderOf(row: Row, placedAt: string): RetailOrder {
  return {
    orderId: `00000000-0000-7000-8000-${row.InvoiceNo.padStart(12, '0')}`,
    customerId: row.CustomerID,
    placedAt,
    lines: [lineOf(row)],
  };
}

function lineOf(row: Row): RetailOrder['lines'][number] {
  return {
    productId: row.StockCode,
    description: row.Description,
    quantity: Number(row.Quantity),
    unitPrice: row.UnitPrice,
  };
}
