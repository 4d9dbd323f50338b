import type { Row } from './read-rows.ts';

/** Why a row is rejected: the first of these that applies. */
export const REJECTIONS = [
  'cancellation',
  'not-an-order',
  'no-customer',
  'quantity',
  'price',
  'date',
] as const;
export type Rejection = (typeof REJECTIONS)[number];

/** One line of an order, as `POST /imports/orders` takes it. */
export interface ImportLine {
  productId: string;
  description: string;
  quantity: number;
  /** GBP, the plain decimal of the file. */
  unitPrice: string;
}

export interface AcceptedRow {
  reference: string;
  customerId: string;
  /** ISO 8601 in UTC. */
  placedAt: string;
  line: ImportLine;
}

/** The importer's rules, one row at a time: the row as a line of an order, or why it is rejected. */
export function acceptRow(row: Row): AcceptedRow | Rejection {
  if (row.InvoiceNo.startsWith('C')) return 'cancellation';
  if (!/^\d+$/.test(row.InvoiceNo)) return 'not-an-order';
  if (row.CustomerID === '') return 'no-customer';
  if (!/^\d+$/.test(row.Quantity) || /^0+$/.test(row.Quantity)) return 'quantity';
  if (!/^\d+(\.\d+)?$/.test(row.UnitPrice) || /^[0.]+$/.test(row.UnitPrice)) return 'price';
  const placedAt = timestampOf(row.InvoiceDate);
  if (placedAt === undefined) return 'date';
  return {
    reference: row.InvoiceNo,
    customerId: row.CustomerID,
    placedAt,
    line: {
      productId: row.StockCode,
      description: cut(row.Description, 255),
      quantity: Number(row.Quantity),
      unitPrice: row.UnitPrice,
    },
  };
}

/** `2010-12-01 08:26:00`, read as UTC, as ISO 8601; undefined if there is no such time (30 February). */
function timestampOf(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined;
  const wanted = `${text.replace(' ', 'T')}.000Z`;
  const time = new Date(wanted);
  return !Number.isNaN(time.getTime()) && time.toISOString() === wanted ? wanted : undefined;
}

/** At most `length` UTF-16 units, never half a surrogate pair. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}
