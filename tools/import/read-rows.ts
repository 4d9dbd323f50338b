import { CsvError, parse } from 'csv-parse';
import { once } from 'node:events';
import { pipeline, Readable } from 'node:stream';
import { COLUMNS, separatorOf, type Column } from './columns.ts';
import { InvalidFile } from './invalid-file.ts';
import { openFile } from './open-file.ts';
import { utf8Only } from './utf8-only.ts';

/** One data row: its fields as text, without the spaces around them. `number` is 1 for the first row below the header. */
export type Row = Readonly<Record<Column, string>> & { readonly number: number };

/** A thousand times longer than any real row; a quote that is never closed reaches it. */
const MOST_BYTES_A_ROW = 4 * 1024 * 1024;

/**
 * The rows of a CSV file (RFC 4180, UTF-8 with or without byte order mark, header line, any column order, other
 * columns ignored, fields separated by commas, semicolons or tabs), plain or gzipped, as a stream: memory does not
 * grow with the file. Blank lines are not rows.
 *
 * @throws InvalidFile with the row where reading stopped and why
 */
export async function* readRows(file: string): AsyncGenerator<Row> {
  const bytes = await openFile(file);
  let width = 0;
  let number = 0;
  try {
    const text = Readable.from(utf8Only(bytes, file));
    const parser = parse({
      delimiter: await separatorIn(text),
      bom: true,
      columns: (header: string[]) => {
        const names = header.map((name) => name.trim());
        requireColumns(names, file);
        width = names.length;
        return names.map((name) => isColumn(name) && name);
      },
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: MOST_BYTES_A_ROW,
    });
    // An error of either reaches the reader as the last one's error; the callback has nothing to add.
    for await (const fields of pipeline(text, parser, () => {}) as AsyncIterable<Record<Column, string>>) {
      number += 1;
      for (const column of COLUMNS) fields[column] = fields[column].trim();
      yield Object.assign(fields, { number });
    }
    if (width === 0) throw new InvalidFile(`${file} holds only blank lines: not even a header line`);
  } catch (error) {
    throw asInvalidFile(error, file, number, width);
  } finally {
    bytes.destroy();
  }
}

/** The separator of the header line; the stream is left as it was. */
async function separatorIn(text: Readable): Promise<string> {
  await once(text, 'readable');
  const first = text.read() as Buffer | null;
  if (first) text.unshift(first);
  return separatorOf(String(first));
}

function isColumn(name: string): name is Column {
  return (COLUMNS as readonly string[]).includes(name);
}

function requireColumns(header: readonly string[], file: string): void {
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length === 0) return;
  throw new InvalidFile(
    `${file} lacks ${missing.length === 1 ? 'the column' : 'the columns'} ${missing.join(', ')}`,
    `its first line is ${JSON.stringify(header.join(',').slice(0, 120))}; expected: ${COLUMNS.join(',')}`,
  );
}

function asInvalidFile(error: unknown, file: string, rows: number, width: number): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const after = rows === 0 ? 'before its first row' : `after row ${rows}`;
  const invalid = (what: string, fix?: string) => new InvalidFile(`${file} ${what}`, fix, error);
  if (code === 'Z_BUF_ERROR') return invalid(`is cut off: its gzip data ends ${after}`, 'get the file again');
  if (code.startsWith('Z_')) {
    return invalid(`is damaged: its gzip data breaks ${after} (${message})`, 'get the file again');
  }
  if (!(error instanceof CsvError)) return error;
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_COLUMNS': {
      const { length } = error['record'] as string[];
      return invalid(
        `is cut off or damaged: row ${rows + 1} has ${length} fields where the header has ${width}`,
        'get the file again, or fix that row',
      );
    }
    case 'CSV_MAX_RECORD_SIZE':
      return invalid(
        `has a row of more than ${MOST_BYTES_A_ROW / 1024 / 1024} MiB ${after}`,
        'look for a quote that is never closed',
      );
    case 'CSV_QUOTE_NOT_CLOSED':
      return invalid(`is cut off: it ends inside a quoted field ${after}`, 'get the file again');
    default:
      return invalid(`is not a CSV file that can be read: ${after}: ${message}`);
  }
}
