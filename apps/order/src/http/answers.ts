import { z } from 'zod';
import type { OrderPage, OrderSummary, OrderView } from '../application/order-queries.js';
import type { Product, ProductPage } from '../application/catalogue.js';
import { historyOf } from '../domain/order-status.js';
import { encodeCursor } from './cursor.js';

// Answers as the documentation shows them, and how they are made. Amounts are exact decimals as text.

const Amount = z.string().meta({ description: 'Exact decimal without needless zeros', example: '12.95' });
const Money = z.object({ amount: Amount, currency: z.string().meta({ example: 'GBP' }) });
const Time = z.iso.datetime();
const Status = z.enum(['placed', 'confirmed', 'rejected', 'cancelled']);

export const ReceiptAnswer = z.object({
  orderId: z.uuid(),
  status: z.literal('placed'),
  total: Money,
  placedAt: Time,
});

const OrderSummaryAnswer = z.object({
  orderId: z.uuid(),
  customerId: z.string(),
  status: Status,
  reason: z
    .enum(['out-of-stock', 'payment-declined'])
    .optional()
    .meta({ description: 'Why it was rejected' }),
  reasonDetail: z.string().optional(),
  priority: z.enum(['express', 'standard']),
  currency: z.string(),
  total: Amount,
  lineCount: z.int(),
  placedAt: Time,
});

export const OrderAnswer = OrderSummaryAnswer.omit({ lineCount: true }).extend({
  lines: z.array(
    z.object({ productId: z.string(), description: z.string(), quantity: z.int(), unitPrice: Amount }),
  ),
  history: z.array(z.object({ status: Status, at: Time })),
});

export const OrderPageAnswer = z.object({
  items: z.array(OrderSummaryAnswer),
  nextCursor: z.string().optional(),
});

export const CancelledAnswer = z.object({ orderId: z.uuid(), status: z.literal('cancelled') });

export const ProductAnswer = z.object({
  productId: z.string(),
  description: z.string(),
  unitPrice: Money,
  stock: z.int().nullable(),
});

export const ProductPageAnswer = z.object({
  items: z.array(ProductAnswer),
  nextCursor: z.string().optional(),
});

export const ImportAnswer = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.array(
    z.object({
      reference: z.string(),
      errors: z.array(z.object({ pointer: z.string(), message: z.string() })),
    }),
  ),
});

export function orderSummaryAnswer(order: OrderSummary) {
  const {
    orderId,
    customerId,
    status,
    reason,
    reasonDetail,
    priority,
    currency,
    total,
    lineCount,
    placedAt,
  } = order;
  return {
    orderId,
    customerId,
    status,
    reason,
    reasonDetail,
    priority,
    currency,
    total,
    lineCount,
    placedAt: placedAt.toISOString(),
  };
}

export function orderAnswer(order: OrderView) {
  const { lineCount: _, ...summary } = orderSummaryAnswer({ ...order, lineCount: order.lines.length });
  return {
    ...summary,
    lines: order.lines,
    history: historyOf(order).map(({ status, at }) => ({ status, at: at.toISOString() })),
  };
}

export function orderPageAnswer({ items, next }: OrderPage) {
  return {
    items: items.map(orderSummaryAnswer),
    ...(next && { nextCursor: encodeCursor([next.placedAt.toISOString(), next.orderId]) }),
  };
}

export function productAnswer({ productId, description, unitPrice, currency, stock }: Product) {
  return { productId, description, unitPrice: { amount: unitPrice, currency }, stock };
}

export function productPageAnswer({ items, next }: ProductPage) {
  return {
    items: items.map(productAnswer),
    ...(next !== undefined && { nextCursor: encodeCursor(next) }),
  };
}
