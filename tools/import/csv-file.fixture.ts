import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For the tests beside it: small CSV files in a folder of their own. */
export class CsvFixture {
  static readonly HEADER =
    'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
  readonly #folder = mkdtemp(join(tmpdir(), 'waybill-import-'));

  async file(content: string | Uint8Array, name = 'orders.csv'): Promise<string> {
    const path = join(await this.#folder, name);
    await writeFile(path, content);
    return path;
  }

  /** A file of these rows below the usual header. */
  rows(...rows: string[]): Promise<string> {
    return this.file([CsvFixture.HEADER, ...rows, ''].join('\n'));
  }

  async folder(): Promise<string> {
    return this.#folder;
  }

  async remove(): Promise<void> {
    await rm(await this.#folder, { recursive: true, force: true });
  }
}

/** One CSV row; what is not named is that of a good order. */
export function csvRow(
  fields: Partial<
    Record<'invoice' | 'code' | 'description' | 'quantity' | 'date' | 'price' | 'customer', string>
  > = {},
): string {
  const { invoice = '536365', code = '85123A', description = 'HANGING HEART', quantity = '6' } = fields;
  const { date = '2010-12-01 08:26:00', price = '2.55', customer = '17850' } = fields;
  return [invoice, code, description, quantity, date, price, customer, 'United Kingdom'].join(',');
}
