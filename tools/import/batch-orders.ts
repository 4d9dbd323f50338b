import type { ImportOrder } from './order-window.ts';

/** An order and its JSON, which is made once however often it is sent. */
export interface PackedOrder {
  order: ImportOrder;
  json: string;
}

export interface BatchLimits {
  /** The service takes up to 500. */
  orders: number;
  /** Of the body. The service takes 16 MiB; smaller requests keep both sides' memory low. */
  bytes: number;
}

const LIMITS: BatchLimits = { orders: 200, bytes: 2 * 1024 * 1024 };

/** Packs orders into requests; one that is larger than the limit is sent alone. */
export async function* batchOrders(
  orders: AsyncIterable<ImportOrder>,
  limits: BatchLimits = LIMITS,
): AsyncGenerator<PackedOrder[]> {
  let batch: PackedOrder[] = [];
  let bytes = 0;
  for await (const order of orders) {
    const { rows: _rows, ...sent } = order;
    const json = JSON.stringify(sent);
    const size = Buffer.byteLength(json) + 1;
    if (batch.length > 0 && (batch.length === limits.orders || bytes + size > limits.bytes)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push({ order, json });
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** The body of `POST /imports/orders`. */
export function bodyOf(batch: readonly PackedOrder[]): string {
  return `{"orders":[${batch.map(({ json }) => json).join(',')}]}`;
}
