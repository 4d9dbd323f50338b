import { formatAmount, parseAmount, type Micros } from './money.js';

export type Priority = 'standard' | 'express';

/** A line as it was ordered: the order keeps the description and price of that time. */
export interface OrderLine {
  readonly productId: string;
  readonly description: string;
  readonly quantity: number;
  /** Exact decimal, price of one unit in the order's currency. */
  readonly unitPrice: string;
}

/** Who an order is for: personal data. */
export interface Recipient {
  readonly name: string;
  readonly email: string;
}

export interface PlacedOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly priority: Priority;
  readonly currency: string;
  /** Exact decimal: the sum of quantity × unit price. */
  readonly total: string;
  readonly lines: readonly OrderLine[];
  readonly placedAt: Date;
}

export type NewOrder = Omit<PlacedOrder, 'total'>;

/** A new order, from a checkout or an import. Only this function computes the total. */
export function placeOrder(order: NewOrder): PlacedOrder {
  const lines = order.lines.map((line) => ({
    ...line,
    unitPrice: formatAmount(parseAmount(line.unitPrice)),
  }));
  return { ...order, lines, total: totalOf(lines) };
}

function totalOf(lines: readonly OrderLine[]): string {
  const total = lines.reduce<Micros>(
    (sum, { quantity, unitPrice }) => sum + BigInt(quantity) * parseAmount(unitPrice),
    0n,
  );
  return formatAmount(total);
}
