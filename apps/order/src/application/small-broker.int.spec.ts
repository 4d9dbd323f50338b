import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { InvalidMessage, Outbox } from '@waybill/messaging';
import { OrderTooLarge } from '../errors.js';
import { EVENTS, testOrder, type TestOrder } from '../testing/test-order.js';
import type { OrderToImport } from './import-orders.use-case.js';

const MAX_BYTES = 4_000;

/** As for a broker with a small `max_payload`: a larger event is refused at append. */
class OutboxOfSmallBroker extends Outbox {
  override async publish(...args: Parameters<Outbox['publish']>): Promise<string> {
    assertFits(args[2]);
    return super.publish(...args);
  }

  override async publishAll(...args: Parameters<Outbox['publishAll']>): Promise<string[]> {
    args[2].forEach(assertFits);
    return super.publishAll(...args);
  }
}

function assertFits(data: unknown): void {
  if (JSON.stringify(data).length > MAX_BYTES) throw new InvalidMessage('more than the broker accepts');
}

const lines = (count: number) =>
  Array.from({ length: count }, () => ({ productId: 'p', description: 'A p', quantity: 1, unitPrice: '1' }));
const toImport = (reference: string, count: number): OrderToImport => ({
  reference,
  customerId: 'c',
  placedAt: new Date('2011-01-01T00:00:00Z'),
  currency: 'GBP',
  lines: lines(count),
});

describe('orders that are larger than the broker accepts', () => {
  let order: TestOrder;
  beforeAll(async () => {
    order = await testOrder({ outbox: new OutboxOfSmallBroker('order', EVENTS) });
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

  it('are reported by an import, which accepts the others', async () => {
    const orders = Array.from({ length: 9 }, (_, i) => toImport(`r${i}`, i % 4 === 1 ? 100 : 2));
    const tooLarge = [orders[1], orders[5]];
    expect(await order.import.execute(orders)).toEqual({ accepted: 7, duplicates: 0, tooLarge });
    expect(await order.import.execute(orders)).toEqual({ accepted: 0, duplicates: 7, tooLarge });
    expect([await count('orders'), await count('outbox')]).toEqual([7, 7]);
  });
});
