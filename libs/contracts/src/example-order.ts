import type { OrderFacts } from './order-line.js';

/** The order in the example of every order event. */
export const exampleOrder: OrderFacts = {
  orderId: '019abc12-3456-7abc-8def-0123456789ab',
  customerId: 'ada',
  currency: 'GBP',
  total: '37.90',
  lines: [
    {
      productId: 'apron-striped-linen',
      description: 'Apron, striped linen',
      quantity: 2,
      unitPrice: '18.95',
    },
  ],
  placedAt: '2026-11-22T09:15:00.000Z',
};
