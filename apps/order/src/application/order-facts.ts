import type { OrderFacts } from '@waybill/contracts';
import type { OrderLine, PlacedOrder } from '../domain/order.js';

/** What every event of an order carries. */
export function factsOf(order: PlacedOrder): OrderFacts {
  return {
    orderId: order.orderId,
    customerId: order.customerId,
    currency: order.currency,
    total: order.total,
    lines: [...order.lines],
    placedAt: order.placedAt.toISOString(),
  };
}

/** Leaves room beside the lines for what else an event carries, within what the messaging library sends. */
const MOST_BYTES = 850 * 1024;
/** A line whose every character needs a six-byte escape. */
const LONGEST_LINE_BYTES = 2_048;

/** Whether an order's events fit into one message each. Only orders of many long lines are measured at all. */
export function fitsOneMessage(lines: readonly OrderLine[]): boolean {
  if (lines.length * LONGEST_LINE_BYTES <= MOST_BYTES) return true;
  return Buffer.byteLength(JSON.stringify(lines)) <= MOST_BYTES;
}
