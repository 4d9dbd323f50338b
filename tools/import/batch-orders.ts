import type { ImportOrder } from './order-window.ts';

/** Orders that travel in one request. `body` is the request's body, made once and sent again as it is on a retry. */
export interface Batch {
  orders: ImportOrder[];
  body: string;
}

export interface BatchLimits {
  /** The service takes up to 500. */
  orders: number;
  /** Of the body. The service takes 16 MiB; smaller requests keep both sides' memory low. */
  bytes: number;
}

const LIMITS: BatchLimits = { orders: 200, bytes: 2 * 1024 * 1024 };

/** Packs orders into requests; one order that is larger than the limit travels alone. */
export async function* batchOrders(
  orders: AsyncIterable<ImportOrder>,
  limits: BatchLimits = LIMITS,
): AsyncGenerator<Batch> {
  let batch: ImportOrder[] = [];
  let texts: string[] = [];
  let bytes = 0;
  for await (const order of orders) {
    const { rows: _rows, ...sent } = order;
    const text = JSON.stringify(sent);
    const size = Buffer.byteLength(text) + 1;
    if (batch.length > 0 && (batch.length === limits.orders || bytes + size > limits.bytes)) {
      yield { orders: batch, body: bodyOf(texts) };
      [batch, texts, bytes] = [[], [], 0];
    }
    batch.push(order);
    texts.push(text);
    bytes += size;
  }
  if (batch.length > 0) yield { orders: batch, body: bodyOf(texts) };
}

function bodyOf(texts: string[]): string {
  return `{"orders":[${texts.join(',')}]}`;
}
