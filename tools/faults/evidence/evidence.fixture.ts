import type { Witnessed } from '../lab/witness.ts';
import type { Evidence, Published } from './evidence.ts';

const ORDER = '0193a000-0000-7000-8000-000000000001';

const published = (id: number, type: string): Published => ({
  ...{ service: 'order', id: BigInt(id), messageId: `m${id}`, subject: `${type}.v1.standard.3`, key: ORDER },
  state: 'published',
  resent: false,
});

const witnessed = (sequence: number, consumer: string, messageId: string): Witnessed => ({
  ...{ service: 'analytics', sequence: BigInt(sequence), consumer, messageId, outcome: 'handled' },
  ...{ at: new Date(sequence), process: 'analytics' },
});

/** One order of two units, confirmed and counted everywhere. */
export function soundEvidence(): Evidence {
  const consumers = [
    { name: 'settlement', ordered: false, filters: ['order.placed.*.standard.*'], durables: ['settlement'] },
    {
      name: 'baskets',
      ordered: true,
      filters: ['order.placed.*.*.3', 'order.confirmed.*.*.3'],
      durables: ['baskets_standard_3of8'],
    },
    { name: 'funnel', ordered: false, filters: ['behavior.product-viewed.*.*.*'], durables: ['funnel'] },
  ];
  return {
    unanswered: [],
    accepted: [{ orderId: ORDER, customerId: 'c', lines: [{ productId: 'p', quantity: 2 }], total: '6.50' }],
    cancelled: new Set(),
    behaviour: ['b1'],
    orders: new Map([[ORDER, { status: 'confirmed', total: '6.500000' }]]),
    published: [published(1, 'order.placed'), published(2, 'order.confirmed')],
    witnessed: [
      witnessed(1, 'settlement', 'm1'),
      witnessed(2, 'baskets', 'm1'),
      witnessed(3, 'baskets', 'm2'),
      witnessed(4, 'funnel', 'b1'),
    ],
    consumers,
    consumersBefore: consumers,
    undelivered: new Map([['baskets_standard_3of8', 0]]),
    deadLetters: [],
    shelves: [{ productId: 'p', stock: 100, price: '3.25', left: 98, held: 2 }],
    sales: { orders: 1, revenue: '6.500000' },
    salesDue: { orders: 1, revenue: '6.500000' },
    bought: new Map([['p', 1]]),
    boughtDue: new Map([['p', 1]]),
    payments: [{ orderId: ORDER, held: 0, captured: 6.5, refunded: 0 }],
    sessions: [{ service: 'order', open: 4, most: 18, inTransaction: 0, advisoryLocks: 66, mostLocks: 66 }],
    planned: { deadLetters: [/planned/], behaviourLost: false },
  };
}
