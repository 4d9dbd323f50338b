import { CsvError, parse, type Parser } from 'csv-parse';
import { pipeline, Readable } from 'node:stream';
import { COLUMNS, separatorOf, type Column, type Separator } from './columns.ts';
import { withHeaderLine } from './header-line.ts';
import { InvalidFile } from './invalid-file.ts';
import { openFile } from './open-file.ts';
import { Utf8Only } from './utf8-only.ts';

/** One data row: its fields as text, without the spaces around them. `number` is 1 for the first row below the header. */
export type Row = Readonly<Record<Column, string>> & { readonly number: number };

/** Longer than any real row by three powers of ten; a quote that never closes runs into it. */
const MOST_BYTES_A_ROW = 4 * 1024 * 1024;

/**
 * The rows of a CSV file (RFC 4180, UTF-8 with or without byte order mark, header line, any column order, further
 * columns ignored, fields separated by commas, semicolons or tabs), plain or gzipped, as a stream: memory does not
 * grow with the file. Blank lines are not rows.
 *
 * @throws InvalidFile with the row where reading stopped and why
 */
export async function* readRows(file: string): AsyncGenerator<Row> {
  const bytes = await openFile(file);
  let number = 0;
  try {
    // A fault of either reaches the reader as the last one's error; the callback has nothing to add.
    const text = pipeline(bytes, new Utf8Only(file), () => {});
    const { headerLine, all } = await withHeaderLine(text);
    const records = csvRecords(Readable.from(all), separatorOf(headerLine));
    let indexes: number[] | undefined;
    let width = 0;
    for await (const record of records as AsyncIterable<string[]>) {
      if (!indexes) {
        indexes = indexesOf(record, file);
        width = record.length;
        continue;
      }
      number += 1;
      if (record.length !== width) throw ragged(file, number, record.length, width);
      yield rowOf(record, indexes, number);
    }
    if (!indexes) throw new InvalidFile(`${file} holds nothing but blank lines: not even a header line`);
  } catch (error) {
    throw asInvalidFile(error, file, number);
  } finally {
    bytes.destroy();
  }
}

function csvRecords(text: Readable, delimiter: Separator): Parser {
  const parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MOST_BYTES_A_ROW,
  });
  return pipeline(text, parser, () => {});
}

function indexesOf(header: string[], file: string): number[] {
  const names = header.map((name) => name.trim());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length === 0) return COLUMNS.map((column) => names.indexOf(column));
  throw new InvalidFile(
    `${file} lacks ${missing.length === 1 ? 'the column' : 'the columns'} ${missing.join(', ')}`,
    `its first line reads ${JSON.stringify(header.join(',').slice(0, 120))}; wanted: ${COLUMNS.join(',')}`,
  );
}

function rowOf(record: string[], indexes: number[], number: number): Row {
  const field = (column: number) => record[indexes[column]!]!.trim();
  return {
    number,
    InvoiceNo: field(0),
    StockCode: field(1),
    Description: field(2),
    Quantity: field(3),
    InvoiceDate: field(4),
    UnitPrice: field(5),
    CustomerID: field(6),
  };
}

function ragged(file: string, number: number, found: number, wanted: number): InvalidFile {
  return new InvalidFile(
    `${file} is cut off or damaged: row ${number} has ${found} fields where the header has ${wanted}`,
    'get the file again, or fix that row',
  );
}

function asInvalidFile(error: unknown, file: string, rows: number): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const after = rows === 0 ? 'before its first row' : `after row ${rows}`;
  if (code === 'Z_BUF_ERROR') {
    return new InvalidFile(`${file} is cut off: its gzip data ends ${after}`, 'get the file again', error);
  }
  if (code?.startsWith('Z_')) {
    return new InvalidFile(
      `${file} is damaged: its gzip data breaks ${after} (${message})`,
      'get the file again',
      error,
    );
  }
  if (error instanceof CsvError && error.code === 'CSV_MAX_RECORD_SIZE') {
    return new InvalidFile(
      `${file} has a row of more than ${MOST_BYTES_A_ROW / 1024 / 1024} MiB ${after}`,
      'look for a quote that is never closed',
      error,
    );
  }
  if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new InvalidFile(
      `${file} is cut off: it ends inside a quoted field ${after}`,
      'get the file again',
      error,
    );
  }
  if (error instanceof CsvError) {
    return new InvalidFile(
      `${file} is not a CSV file that can be read: ${after}: ${message}`,
      undefined,
      error,
    );
  }
  return error;
}
