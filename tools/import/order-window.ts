import type { AcceptedRow, ImportLine } from './accept-row.ts';
import { InvalidFile } from './invalid-file.ts';

/** What the order service takes in one order. */
export const MOST_LINES = 1000;

/** The accepted rows of one invoice. */
export interface ImportOrder {
  reference: string;
  customerId: string;
  /** The earliest time among its rows. */
  placedAt: string;
  currency: 'GBP';
  lines: ImportLine[];
  /** How many rows it had. If they are too many for one order, `lines` is empty. */
  rows: number;
}

/**
 * Gathers rows into orders without holding the file in memory. The rows of an invoice are nearly always together; in
 * the real data one invoice has another's rows in between. So an invoice stays open until `size` lines of
 * later ones are held, then it is complete. A row of it that comes even later is an error, detected by the references
 * of complete invoices: the one thing that grows with the file (about 50 bytes an invoice).
 */
export class OrderWindow {
  readonly #size: number;
  /** Open invoices, the least recently used first. */
  readonly #open = new Map<string, ImportOrder>();
  readonly #complete = new Set<string>();
  #held = 0;
  #latest: ImportOrder | undefined;

  constructor(size = 5000) {
    this.#size = size;
  }

  /**
   * Takes one row and gives the orders that it completes.
   *
   * @throws InvalidFile the row's invoice was complete already
   */
  add(row: AcceptedRow, number: number): ImportOrder[] {
    const order = this.#touch(row, number);
    order.rows += 1;
    if (row.placedAt < order.placedAt) order.placedAt = row.placedAt;
    if (order.rows <= MOST_LINES) {
      order.lines.push(row.line);
      this.#held += 1;
    } else {
      this.#held -= order.lines.length;
      order.lines = [];
    }
    return this.#completed(this.#size);
  }

  /** No more rows: everything that is still open. */
  end(): ImportOrder[] {
    this.#latest = undefined;
    return this.#completed(-1);
  }

  #touch(row: AcceptedRow, number: number): ImportOrder {
    if (this.#latest?.reference === row.reference) return this.#latest;
    if (this.#complete.has(row.reference)) {
      throw new InvalidFile(
        `row ${number} belongs to invoice ${row.reference}, whose other rows are more than ${this.#size} rows before it`,
        'sort the file by InvoiceNo and import it again',
      );
    }
    const order = this.#open.get(row.reference) ?? {
      reference: row.reference,
      customerId: row.customerId,
      placedAt: row.placedAt,
      currency: 'GBP',
      lines: [],
      rows: 0,
    };
    this.#open.delete(row.reference);
    this.#open.set(row.reference, order);
    return (this.#latest = order);
  }

  #completed(most: number): ImportOrder[] {
    const orders: ImportOrder[] = [];
    for (const [reference, order] of this.#open) {
      if (this.#held <= most || order === this.#latest) break;
      this.#open.delete(reference);
      this.#complete.add(reference);
      this.#held -= order.lines.length;
      orders.push(order);
    }
    return orders;
  }
}
