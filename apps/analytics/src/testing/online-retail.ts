import type { OrderFacts, OrderLine } from '@waybill/contracts';
import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

type Row = Record<
  'InvoiceNo' | 'StockCode' | 'Description' | 'Quantity' | 'InvoiceDate' | 'UnitPrice' | 'CustomerID',
  string
>;

/** A real shop's orders by the importer's rules, in the order of the file. */
export async function readOnlineRetail(file: string): Promise<OrderFacts[]> {
  const orders = new Map<string, OrderFacts>();
  const rows = createReadStream(file)
    .pipe(createGunzip())
    .pipe(parse({ columns: true, bom: true }));
  for await (const row of rows as AsyncIterable<Row>) {
    if (!isAccepted(row)) continue;
    const placedAt = `${row.InvoiceDate.replace(' ', 'T')}.000Z`;
    const order = orders.get(row.InvoiceNo);
    if (!order) orders.set(row.InvoiceNo, { ...factsOf(row), placedAt, lines: [lineOf(row)] });
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

function factsOf(row: Row): Omit<OrderFacts, 'placedAt' | 'lines'> {
  return {
    orderId: `00000000-0000-7000-8000-${row.InvoiceNo.padStart(12, '0')}`,
    customerId: row.CustomerID,
    currency: 'GBP',
    total: '0',
  };
}

function lineOf(row: Row): OrderLine {
  return {
    productId: row.StockCode,
    description: row.Description,
    quantity: Number(row.Quantity),
    unitPrice: row.UnitPrice,
  };
}
