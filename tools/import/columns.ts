export const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
] as const;
export type Column = (typeof COLUMNS)[number];

const SEPARATED = new RegExp(`(?:${COLUMNS.join('|')}) *"? *([,;\\t])`);

/** What follows the first column name: spreadsheets of many countries separate fields by semicolons. */
export function separatorOf(headerLine: string): string {
  return SEPARATED.exec(headerLine)?.[1] ?? ',';
}
