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

const SEPARATORS = [',', ';', '\t'] as const;
export type Separator = (typeof SEPARATORS)[number];

/** What separates the fields: spreadsheets of many countries write semicolons. The header's names tell. */
export function separatorOf(headerLine: string): Separator {
  const found = (separator: Separator) => {
    const names = headerLine.split(separator).map((name) =>
      name
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim(),
    );
    return COLUMNS.filter((column) => names.includes(column)).length;
  };
  return SEPARATORS.reduce((best, each) => (found(each) > found(best) ? each : best));
}
