import { z } from 'zod';
import { historyOf, type StatusTimes } from '../domain/order-status.js';
import type { Product, ProductPage } from '../persistence/catalogue.js';
import type { OrderPage, OrderView } from '../persistence/order-queries.js';
import { encodeCursor } from '@waybill/service';

// Response schemas for OpenAPI, and the functions that create the responses. Amounts are exact decimals as text.

const Amount = z.string().meta({ description: 'Exact decimal without trailing zeros', example: '12.95' });
const Money = z.object({ amount: Amount, currency: z.string().meta({ example: 'GBP' }) });
const Time = z.iso.datetime();
const Status = z.enum(['placed', 'confirmed', 'rejected', 'cancelled']);

export const ReceiptResponse = z.object({
  orderId: z.uuid(),
  status: z.literal('placed'),
  total: Money,
  placedAt: Time,
});

const OrderSummaryResponse = z.object({
  orderId: z.uuid(),
  customerId: z.string(),
  status: Status,
  reason: z
    .enum(['out-of-stock', 'payment-declined', 'payment-undecided'])
    .optional()
    .meta({ description: 'Why it was rejected, or cancelled if not by the customer' }),
  reasonDetail: z.string().optional(),
  priority: z.enum(['express', 'standard']),
  currency: z.string(),
  total: Amount,
  lineCount: z.int(),
  placedAt: Time,
});

export const OrderResponse = OrderSummaryResponse.omit({ lineCount: true }).extend({
  lines: z.array(
    z.object({ productId: z.string(), description: z.string(), quantity: z.int(), unitPrice: Amount }),
  ),
  recipient: z
    .object({ name: z.string(), email: z.string() })
    .optional()
    .meta({ description: 'Absent if none was named, or the customer was erased' }),
  history: z.array(z.object({ status: Status, at: Time })),
});

export const OrderPageResponse = z.object({
  items: z.array(OrderSummaryResponse),
  nextCursor: z.string().optional(),
});

export const CancelledResponse = z.object({ orderId: z.uuid(), status: z.literal('cancelled') });

export const ProductResponse = z.object({
  productId: z.string(),
  description: z.string(),
  unitPrice: Money,
  stock: z.int().nullable(),
});

export const ProductPageResponse = z.object({
  items: z.array(ProductResponse),
  nextCursor: z.string().optional(),
});

/** Without the times that only the history has. */
function withoutStatusTimes<Order extends StatusTimes>(order: Order) {
  const {
    placedAt,
    confirmedAt: _confirmed,
    rejectedAt: _rejected,
    cancelledAt: _cancelled,
    ...rest
  } = order;
  return { ...rest, placedAt: placedAt.toISOString() };
}

export function orderResponse(order: OrderView) {
  const history = historyOf(order).map(({ status, at }) => ({ status, at: at.toISOString() }));
  return { ...withoutStatusTimes(order), history };
}

export function orderPageResponse({ items, next }: OrderPage) {
  return {
    items: items.map((order) => withoutStatusTimes(order)),
    ...(next && { nextCursor: encodeCursor([next.placedAt.toISOString(), next.orderId]) }),
  };
}

export function productResponse({ productId, description, unitPrice, currency, stock }: Product) {
  return { productId, description, unitPrice: { amount: unitPrice, currency }, stock };
}

export function productPageResponse({ items, next }: ProductPage) {
  return {
    items: items.map(productResponse),
    ...(next !== undefined && { nextCursor: encodeCursor(next) }),
  };
}
