import { clip, figure } from '../cli/format.ts';
import type { Rejection } from './accept-row.ts';
import type { Column } from './columns.ts';
import type { Row } from './read-rows.ts';

/** A row that was rejected, and what its column should hold. */
export interface RejectedExample {
  row: number;
  column: Column;
  value: string;
  wanted: string;
}

const WANTED: Record<Rejection, { column: Column; wanted: string }> = {
  cancellation: {
    column: 'InvoiceNo',
    wanted: 'digits, such as 536365; with C before them it is a cancellation',
  },
  'not-an-order': { column: 'InvoiceNo', wanted: 'digits, such as 536365' },
  'no-customer': { column: 'CustomerID', wanted: 'a customer, such as 17850' },
  quantity: { column: 'Quantity', wanted: 'a whole number above 0, such as 6' },
  price: { column: 'UnitPrice', wanted: 'a number above 0 with a decimal point, such as 2.55' },
  date: { column: 'InvoiceDate', wanted: 'YYYY-MM-DD HH:MM:SS, such as 2010-12-01 08:26:00' },
};

export function exampleOf(reason: Rejection, row: Row): RejectedExample {
  const { column, wanted } = WANTED[reason];
  return { row: row.number, column, value: clip(row[column], 40), wanted };
}

/** `row 7: InvoiceDate is "01/12/2010 08:26", wanted: YYYY-MM-DD HH:MM:SS, such as 2010-12-01 08:26:00` */
export function describeExample({ row, column, value, wanted }: RejectedExample): string {
  return `row ${figure(row)}: ${column} is ${JSON.stringify(value)}, wanted: ${wanted}`;
}
