import { readOnlineRetail } from '@waybill/testing';
import type { TestOrder } from './events.js';

export type ShopOrder = Required<Pick<TestOrder, 'orderId' | 'customerId' | 'placedAt'>> & {
  products: string[];
};

/** A real shop's orders, oldest first. A product counts once per order. */
export async function readShopOrders(file: string): Promise<ShopOrder[]> {
  const orders = await readOnlineRetail(file);
  return orders
    .map(({ lines, ...order }) => ({ ...order, products: [...new Set(lines.map((line) => line.productId))] }))
    .sort((a, b) => compare(a.placedAt, b.placedAt) || compare(a.orderId, b.orderId));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export interface Target {
  customerId: string;
  /** Everything in the customer's history. */
  bought: ReadonlySet<string>;
  /** What the customer bought next and never before. */
  next: ReadonlySet<string>;
}

export interface Split {
  history: ShopOrder[];
  targets: Target[];
}

/**
 * Splits by time: orders before the cut are history, and each known customer's first order after it is the target. Only
 * products new to the customer count; a customer without any is omitted.
 *
 * @param orders oldest first @param cut ISO 8601
 */
export function splitAt(orders: readonly ShopOrder[], cut: string): Split {
  const history = orders.filter((order) => order.placedAt < cut);
  const bought = new Map<string, Set<string>>();
  for (const { customerId, products } of history) {
    const known = bought.get(customerId) ?? new Set();
    for (const product of products) known.add(product);
    bought.set(customerId, known);
  }
  const first = new Map<string, ShopOrder>();
  for (const order of orders) {
    if (order.placedAt >= cut && !first.has(order.customerId)) first.set(order.customerId, order);
  }
  const targets = [...first.values()].flatMap(({ customerId, products }) => {
    const known = bought.get(customerId);
    if (!known) return [];
    const next = new Set(products.filter((product) => !known.has(product)));
    return next.size > 0 ? [{ customerId, bought: known, next }] : [];
  });
  return { history, targets };
}

/** The share of customers who bought at least one of the recommended products next. */
export async function hitRate(
  targets: readonly Target[],
  recommend: (target: Target) => readonly string[] | Promise<readonly string[]>,
): Promise<number> {
  let hits = 0;
  for (const target of targets) {
    const recommended = await recommend(target);
    if (recommended.some((product) => target.next.has(product))) hits++;
  }
  return hits / targets.length;
}

/** Products by the number of their orders, most first: the list of a shop without personalisation. */
export function byPopularity(history: readonly ShopOrder[]): string[] {
  const orders = new Map<string, number>();
  for (const { products } of history) {
    for (const product of products) orders.set(product, (orders.get(product) ?? 0) + 1);
  }
  return [...orders].sort(([, a], [, b]) => b - a).map(([product]) => product);
}
