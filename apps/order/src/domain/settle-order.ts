import type { OrderStatus } from './order-status.js';

/** The wanted units of a product with tracked stock, repeated lines summed, and the available ones. */
export interface StockDemand {
  readonly productId: string;
  readonly wanted: bigint;
  readonly available: bigint;
}

export type RejectionReason = 'out-of-stock' | 'payment-declined';

/** Of an order that its customer did not cancel. */
export type CancellationReason = 'payment-undecided';

export interface Rejection {
  readonly status: Extract<OrderStatus, 'rejected'>;
  readonly reason: RejectionReason;
  readonly detail: string;
}

/** Maximum number of products named in a rejection. */
const MAX_NAMED = 5;

/** The rejection of an order that wants more than is available; undefined if all of it is available. */
export function outOfStock(demands: readonly StockDemand[]): Rejection | undefined {
  const short = demands.filter(({ wanted, available }) => wanted > available);
  if (short.length === 0) return undefined;
  const named = short
    .slice(0, MAX_NAMED)
    .map(({ productId, wanted, available }) => `${productId}: ${wanted} wanted, ${available} in stock`);
  const more = short.length > MAX_NAMED ? [`and ${short.length - MAX_NAMED} more`] : [];
  return { status: 'rejected', reason: 'out-of-stock', detail: [...named, ...more].join('; ') };
}

export function paymentDeclined(detail: string): Rejection {
  return { status: 'rejected', reason: 'payment-declined', detail };
}
