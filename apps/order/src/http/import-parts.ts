/** Maximum number of lines that are processed at once: this takes a few MiB of heap, however large the request is. */
const MAX_LINES = 10_000;

/** Unvalidated orders of a request, and the index of the first one in it. */
export interface ImportPart {
  from: number;
  orders: readonly unknown[];
}

/**
 * Divides the orders into parts of limited size: the copies of a 16 MiB request for validation, domain, statements and
 * events would fill a small heap. Most requests are one part.
 */
export function* inParts(orders: readonly unknown[], maxLines = MAX_LINES): Generator<ImportPart> {
  let from = 0;
  let lines = 0;
  for (const [index, order] of orders.entries()) {
    const own = linesOf(order);
    if (index > from && lines + own > maxLines) {
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
