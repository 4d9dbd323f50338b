import type { OrderStatus } from './order-status.js';

/** What an order wants of a counted product, repeated lines summed, and what there is. */
export interface StockDemand {
  readonly productId: string;
  readonly wanted: bigint;
  readonly available: bigint;
}

export type RejectionReason = 'out-of-stock' | 'payment-declined';

export type Settlement =
  | { readonly status: Extract<OrderStatus, 'confirmed'> }
  | {
      readonly status: Extract<OrderStatus, 'rejected'>;
      readonly reason: RejectionReason;
      readonly detail: string;
    };

/** Products named in a rejection; the rest are counted. */
const NAMED = 5;

/** The rejection of an order that wants more than there is, or undefined: all of it or nothing. */
export function outOfStock(demands: readonly StockDemand[]): Settlement | undefined {
  const short = demands.filter(({ wanted, available }) => wanted > available);
  if (short.length === 0) return undefined;
  const named = short
    .slice(0, NAMED)
    .map(({ productId, wanted, available }) => `${productId}: ${wanted} wanted, ${available} in stock`);
  const more = short.length > NAMED ? [`and ${short.length - NAMED} more`] : [];
  return { status: 'rejected', reason: 'out-of-stock', detail: [...named, ...more].join('; ') };
}

export function paymentDeclined(detail: string): Settlement {
  return { status: 'rejected', reason: 'payment-declined', detail };
}
