import { describe, expect, it } from '@jest/globals';
import { demoOrders, placeOrders } from './place-demo-orders.ts';

const product = (productId: string, stock: number | null) => ({
  productId,
  description: productId,
  unitPrice: { amount: '1.00', currency: 'GBP' },
  stock,
});

describe('demo orders', () => {
  it('take turns among the products in stock', () => {
    const orders = demoOrders([product('a', 3), product('b', 0), product('c', null)], 4, 0);
    expect(orders.map(({ lines }) => lines[0]!.productId)).toEqual(['a', 'c', 'a', 'c']);
  });

  it('are empty while nothing is in stock', () => {
    expect(demoOrders([product('b', 0)], 4, 0)).toEqual([]);
  });

  it('are each sent once, and a refused one does not stop the others', async () => {
    const sent: string[] = [];
    const placed = await placeOrders(
      demoOrders([product('a', null), product('b', null)], 10, 0),
      async ({ lines }) => {
        const number = sent.push(lines[0]!.productId);
        await Promise.resolve();
        if (number === 3) throw new Error('the service is shutting down');
        return {
          orderId: String(number),
          status: 'placed',
          total: { amount: '1', currency: 'GBP' },
          placedAt: '',
        };
      },
    );
    expect(sent).toHaveLength(10);
    expect(placed.orderIds).toHaveLength(9);
    expect(placed.refusals).toEqual(['the service is shutting down']);
  });
});
