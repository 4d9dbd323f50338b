import type { OrderFacts } from '@waybill/contracts';
import type { OrderLine, PlacedOrder } from '../domain/order.js';

/** The data that every event of an order has. */
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

/** Leaves room for the rest of an event, within the messaging library's maximum size of a message. */
const MAX_BYTES = 850 * 1024;
/** A line in which every character needs a six-byte escape. */
const MAX_LINE_BYTES = 2_048;

/** Whether each event of an order fits into one message. Only orders with many lines are measured. */
export function fitsOneMessage(lines: readonly OrderLine[]): boolean {
  if (lines.length * MAX_LINE_BYTES <= MAX_BYTES) return true;
  return Buffer.byteLength(JSON.stringify(lines)) <= MAX_BYTES;
}
