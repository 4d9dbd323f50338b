/** Lines that are validated, stored and made events at once: a few MiB of heap, however large the request is. */
const MOST_LINES = 10_000;

/** Orders of a request as they came, and the place of the first one in it. */
export interface ImportPart {
  from: number;
  orders: readonly unknown[];
}

/**
 * The orders in parts of bounded size: what a request of 16 MiB makes of itself, in copies for validation, domain,
 * statements and events, would fill a small heap. Most requests are one part.
 */
export function* inParts(orders: readonly unknown[], mostLines = MOST_LINES): Generator<ImportPart> {
  let from = 0;
  let lines = 0;
  for (const [index, order] of orders.entries()) {
    const own = linesOf(order);
    if (index > from && lines + own > mostLines) {
      yield { from, orders: orders.slice(from, index) };
      [from, lines] = [index, 0];
    }
    lines += own;
  }
  if (from < orders.length) yield { from, orders: orders.slice(from) };
}

function linesOf(order: unknown): number {
  const lines = typeof order === 'object' && order !== null && 'lines' in order && order.lines;
  return Array.isArray(lines) ? lines.length : 0;
}
