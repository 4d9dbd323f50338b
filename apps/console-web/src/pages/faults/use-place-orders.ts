import type { OrderPlacedResponse, ProductsPage } from '@waybill/console-api';
import { useMutation } from '@tanstack/react-query';
import { getJson, sendJson } from '../../api/http.ts';
import { demoOrders, placeOrders } from './place-demo-orders.ts';

/** Places a number of orders of products in stock. */
export function usePlaceOrders() {
  return useMutation({
    mutationFn: async (count: number) => {
      const { items } = await getJson<ProductsPage>('/services/order/products?limit=48');
      const orders = demoOrders(items, count, Math.floor(Math.random() * items.length));
      if (orders.length === 0) throw new Error('No product is in stock, so nothing can be ordered.');
      return placeOrders(orders, (order) =>
        sendJson<OrderPlacedResponse>('POST', '/services/order/orders', order),
      );
    },
  });
}
