import type { OrderPlacedResponse, Product } from '@waybill/console-api';

interface DemoOrder {
  customerId: string;
  lines: { productId: string; quantity: number }[];
}

/** Orders of one product each, in turn through the products in stock; none if there are none. */
export function demoOrders(products: readonly Product[], count: number, firstNumber: number): DemoOrder[] {
  const available = products.filter(({ stock }) => stock === null || stock > 0);
  if (available.length === 0) return [];
  return Array.from({ length: count }, (_, index) => ({
    customerId: `demo-${String(((firstNumber + index) % 9) + 1)}`,
    lines: [{ productId: available[(firstNumber + index) % available.length]!.productId, quantity: 1 }],
  }));
}

export interface Placed {
  orderIds: string[];
  /** The different reasons of the refusals. */
  refusals: string[];
}

/** Sends them a few at a time. A refused order does not stop the others. */
export async function placeOrders(
  orders: readonly DemoOrder[],
  send: (order: DemoOrder) => Promise<OrderPlacedResponse>,
  atOnce = 4,
): Promise<Placed> {
  const orderIds: string[] = [];
  const refusals = new Set<string>();
  const waiting = orders.values();
  const work = async () => {
    for (const order of waiting) {
      try {
        orderIds.push((await send(order)).orderId);
      } catch (error) {
        refusals.add((error as Error).message);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { orderIds, refusals: [...refusals] };
}
