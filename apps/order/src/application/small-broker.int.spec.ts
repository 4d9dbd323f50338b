import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OrderTooLarge } from '../errors.js';
import { OutboxOfSmallBroker } from '../testing/outbox-of-small-broker.js';
import { testOrder, type TestOrder } from '../testing/test-order.js';

const lines = (count: number) =>
  Array.from({ length: count }, () => ({ productId: 'p', description: 'A p', quantity: 1, unitPrice: '1' }));
describe('orders that are larger than the broker accepts', () => {
  let order: TestOrder;
  beforeAll(async () => {
    order = await testOrder({ outbox: new OutboxOfSmallBroker() });
  });
  beforeEach(() => order.empty());
  afterAll(() => order?.close());

  const count = async (table: string) =>
    (await order.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`))[0]!.count;

  it('are refused when they are placed, and leave nothing behind', async () => {
    await order.product('p', null);
    const request = { customerId: 'c', lines: lines(100), priority: 'standard' as const };
    await expect(order.place.execute(request, 'key')).rejects.toThrow(OrderTooLarge);
    expect([await count('orders'), await count('outbox'), await count('idempotent_request')]).toEqual([
      0, 0, 0,
    ]);
    await order.place.execute({ ...request, lines: lines(2) }, 'key');
    expect([await count('orders'), await count('outbox')]).toEqual([1, 1]);
  });
});
