import { clip, figure } from '@waybill/cli';
import { REJECTIONS, type Rejection } from './accept-row.ts';
import type { Column } from './columns.ts';
import type { Row } from './read-rows.ts';

/** A row that was rejected, and what its column should hold. */
export interface RejectedExample {
  row: number;
  column: Column;
  value: string;
  wanted: string;
}

/** Rows that were read: `read` = `accepted` + the sum of `rejected`. */
export interface RowTally {
  read: number;
  accepted: number;
  rejected: Record<Rejection, number>;
  /** The first row of each reason. */
  examples: Partial<Record<Rejection, RejectedExample>>;
}

export function emptyTally(): RowTally {
  const rejected = Object.fromEntries(REJECTIONS.map((reason) => [reason, 0])) as Record<Rejection, number>;
  return { read: 0, accepted: 0, rejected, examples: {} };
}

export function countRejected(tally: RowTally, reason: Rejection, row: Row): void {
  tally.rejected[reason] += 1;
  const { column, wanted } = WANTED[reason];
  tally.examples[reason] ??= { row: row.number, column, value: clip(row[column], 40), wanted };
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

/** `row 7: InvoiceDate is "01/12/2010 08:26", wanted: YYYY-MM-DD HH:MM:SS, such as 2010-12-01 08:26:00` */
export function describeExample({ row, column, value, wanted }: RejectedExample): string {
  return `row ${figure(row)}: ${column} is ${JSON.stringify(value)}, wanted: ${wanted}`;
}
