import { describe, expect, it } from '@jest/globals';
import {
  CartUpdated,
  OrderCancelled,
  ProductSearched,
  ProductViewed,
  type OrderFacts,
} from '@waybill/contracts';
import type { DataOf, EventContract, EventMessage, SqlTransaction } from '@waybill/messaging';
import type { FunnelStep } from '../persistence/funnel-projection.js';
import { AdvanceFunnelWhenShopperActs } from './advance-funnel-when-shopper-acts.handler.js';
import { WithdrawSalesWhenOrderCancelled } from './withdraw-sales-when-order-cancelled.handler.js';

const context = {
  tx: {} as SqlTransaction,
  consumer: 'analytics',
  attempt: 1,
  signal: new AbortController().signal,
};

function message<C extends EventContract>(contract: C, data: DataOf<C>): EventMessage<DataOf<C>> {
  const { type, version, owner: source } = contract;
  return { id: 'e-1', type, version, source, time: '', key: '', lane: 'standard', data };
}

describe('AdvanceFunnelWhenShopperActs', () => {
  const act = { sessionId: 's-1', customerId: 'c-1', occurredAt: '2010-12-01T08:26:00.000Z' };

  it.each([
    ['a look', message(ProductViewed, { ...act, productId: 'p' }), { viewed: true, carted: false }],
    ['a search', message(ProductSearched, { ...act, query: 'q' }), { viewed: false, carted: false }],
    [
      'a product put into the cart',
      message(CartUpdated, { ...act, productId: 'p', quantity: 1 }),
      { viewed: false, carted: true },
    ],
    [
      'a product removed',
      message(CartUpdated, { ...act, productId: 'p', quantity: 0 }),
      { viewed: false, carted: false },
    ],
  ])('makes a step of %s', async (_what, event, expected) => {
    const steps: FunnelStep[] = [];
    const handler = new AdvanceFunnelWhenShopperActs({
      advance: async (_tx, more) => void steps.push(...more),
    });
    await handler.handle([event], context);
    expect(steps).toEqual([{ ...act, ...expected }]);
  });
});

describe('WithdrawSalesWhenOrderCancelled', () => {
  const order = (previousStatus: 'placed' | 'confirmed'): DataOf<typeof OrderCancelled> => ({
    orderId: '0193a000-0000-7000-8000-000000000001',
    customerId: 'c-1',
    currency: 'GBP',
    total: '1',
    lines: [{ productId: 'p', description: '', quantity: 1, unitPrice: '1' }],
    placedAt: '2010-12-01T08:26:00.000Z',
    cancelledAt: '2010-12-02T08:26:00.000Z',
    previousStatus,
  });

  it('withdraws only confirmed orders', async () => {
    const withdrawn: OrderFacts[] = [];
    const handler = new WithdrawSalesWhenOrderCancelled({
      count: () => Promise.reject(new Error('a cancellation counts nothing')),
      withdraw: async (_tx, orders) => void withdrawn.push(...orders),
    });
    const [confirmed, unconfirmed] = [order('confirmed'), order('placed')];
    await handler.handle([message(OrderCancelled, unconfirmed), message(OrderCancelled, confirmed)], context);
    expect(withdrawn).toEqual([confirmed]);
  });
});
