import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testOrder, type TestOrder } from '../testing/test-order.js';

let order: TestOrder;

beforeAll(async () => {
  order = await testOrder();
});
beforeEach(() => order.empty());
afterAll(() => order?.close());

async function place(
  lines: [string, number][],
  customerId = 'alice',
  priority: 'standard' | 'express' = 'standard',
) {
  const { receipt } = await order.place.execute({
    customerId,
    priority,
    lines: lines.map(([productId, quantity]) => ({ productId, quantity })),
  });
  return receipt.orderId;
}

describe('settling an order', () => {
  it('takes the stock, repeated lines summed, and confirms in the lane of the order', async () => {
    await order.product('mug', 10);
    await order.product('tray', null);
    const id = await place(
      [
        ['mug', 3],
        ['tray', 1_000_000],
        ['mug', 4],
      ],
      'alice',
      'express',
    );
    await order.settle(id);

    expect(await order.statusOf(id)).toMatchObject({ status: 'confirmed' });
    expect(await order.stockOf('mug')).toBe(3);
    const events = await order.eventsOf(id);
    expect(events.map(({ type }) => type)).toEqual([
      'order.placed',
      'order.payment-requested',
      'order.confirmed',
    ]);
    expect(events[1]!.data).toMatchObject({ orderId: id, amount: '1500010.5', currency: 'GBP' });
    for (const { subject } of events) expect(subject).toContain('.express.');
    expect(events[2]!.data).toMatchObject({ orderId: id, total: '1500010.5', customerId: 'alice' });
  });

  it('rejects the whole order if one product is short, and takes nothing', async () => {
    await order.product('mug', 10);
    await order.product('tray', 1);
    const id = await place([
      ['mug', 3],
      ['tray', 1],
      ['tray', 1],
    ]);
    await order.settle(id);

    expect(await order.statusOf(id)).toEqual({ status: 'rejected', reason: 'out-of-stock' });
    expect([await order.stockOf('mug'), await order.stockOf('tray')]).toEqual([10, 1]);
    expect((await order.eventsOf(id))[1]).toMatchObject({
      type: 'order.rejected',
      data: { reason: 'out-of-stock', detail: 'tray: 2 wanted, 1 in stock' },
    });
  });

  it('rejects if the payment is declined, and returns the reserved stock', async () => {
    await order.product('mug', 10);
    const id = await place([['mug', 3]]);
    await order.reserve(id);
    expect(await order.stockOf('mug')).toBe(7);
    await order.declined(id);
    expect(await order.statusOf(id)).toEqual({ status: 'rejected', reason: 'payment-declined' });
    expect(await order.stockOf('mug')).toBe(10);
    expect((await order.eventsOf(id)).at(-1)).toMatchObject({
      type: 'order.rejected',
      data: { detail: 'no' },
    });
  });

  it('cancels if the payment is overdue, and returns the reserved stock', async () => {
    await order.product('mug', 10);
    const id = await place([['mug', 3]]);
    await order.reserve(id);
    await order.overdue(id);
    expect(await order.statusOf(id)).toEqual({ status: 'cancelled', reason: 'payment-undecided' });
    expect(await order.stockOf('mug')).toBe(10);
    expect((await order.eventsOf(id)).at(-1)).toMatchObject({
      type: 'order.cancelled',
      data: { previousStatus: 'placed', reason: 'payment-undecided' },
    });
  });

  it('keeps its first outcome, whichever else arrives late', async () => {
    await order.product('mug', 10);
    const outcomes = { authorised: 'confirmed', declined: 'rejected', overdue: 'cancelled' } as const;
    for (const [first, status] of Object.entries(outcomes) as [keyof typeof outcomes, string][]) {
      const id = await place([['mug', 1]]);
      await order.reserve(id);
      for (const step of [first, ...(Object.keys(outcomes) as (keyof typeof outcomes)[])])
        await order[step](id);
      expect(await order.statusOf(id)).toMatchObject({ status });
      expect(await order.eventsOf(id)).toHaveLength(3);
    }
    expect(await order.stockOf('mug')).toBe(9);
  });

  it('does nothing a second time', async () => {
    await order.product('mug', 10);
    const id = await place([['mug', 3]]);
    await order.settle(id);
    await order.settle(id);
    expect(await order.stockOf('mug')).toBe(7);
    expect(await order.eventsOf(id)).toHaveLength(3);
  });

  it('sells every unit once, however many orders want the same products at the same time', async () => {
    const products = ['a', 'b', 'c', 'd', 'e'];
    for (const product of products) await order.product(product, 40);
    const ids: string[] = [];
    for (let i = 0; i < 120; i++) {
      // Each names the products in another order, some of them twice.
      const turned = products.map((_, at) => products[(at * (1 + (i % 4)) + i) % products.length]!);
      ids.push(await place(turned.slice(0, 3).map((product): [string, number] => [product, 1 + (i % 2)])));
    }
    await Promise.all(ids.map((id) => order.settle(id)));

    const [sold] = await order.query<{ units: string }>(
      `SELECT coalesce(sum(quantity), 0) AS units FROM order_line JOIN orders ON orders.id = order_id
       WHERE status = 'confirmed'`,
    );
    const left = await Promise.all(products.map((product) => order.stockOf(product)));
    expect(Math.min(...left.map(Number))).toBeGreaterThanOrEqual(0);
    expect(Number(sold!.units) + left.reduce<number>((sum, units) => sum + Number(units), 0)).toBe(200);
    const open = await order.query(`SELECT 1 FROM orders WHERE status = 'placed'`);
    expect(open).toHaveLength(0);
  });
});

describe('cancelling an order', () => {
  it('returns what was taken, and publishes that it had been confirmed', async () => {
    await order.product('mug', 10);
    await order.product('tray', 5);
    const id = await place([
      ['mug', 3],
      ['tray', 2],
      ['mug', 1],
    ]);
    await order.settle(id);
    await order.cancel.execute(id);
    expect([await order.stockOf('mug'), await order.stockOf('tray')]).toEqual([10, 5]);
    expect((await order.eventsOf(id)).at(-1)).toMatchObject({
      type: 'order.cancelled',
      data: { previousStatus: 'confirmed' },
    });
  });

  it('returns exactly what was taken, although tracking of the stock began later', async () => {
    await order.product('mug', null);
    const id = await place([['mug', 3]]);
    await order.settle(id);
    await order.product('mug', 10);
    await order.cancel.execute(id);
    expect(await order.stockOf('mug')).toBe(10);
  });

  it('before it is settled: nothing is taken, nothing is confirmed', async () => {
    await order.product('mug', 10);
    const id = await place([['mug', 3]]);
    await order.cancel.execute(id);
    await order.settle(id);
    expect(await order.statusOf(id)).toMatchObject({ status: 'cancelled' });
    expect(await order.stockOf('mug')).toBe(10);
    const events = await order.eventsOf(id);
    expect(events.map(({ type }) => type)).toEqual(['order.placed', 'order.cancelled']);
    expect(events[1]!.data).toMatchObject({ previousStatus: 'placed' });
  });

  it('while it waits for the payment: the stock is returned, and a late authorisation confirms nothing', async () => {
    await order.product('mug', 10);
    const id = await place([['mug', 3]]);
    await order.reserve(id);
    await order.cancel.execute(id);
    await order.authorised(id);
    expect(await order.statusOf(id)).toEqual({ status: 'cancelled', reason: null });
    expect(await order.stockOf('mug')).toBe(10);
    expect((await order.eventsOf(id)).at(-1)).toMatchObject({
      type: 'order.cancelled',
      data: { previousStatus: 'placed' },
    });
  });

  it('is refused twice, and after a rejection, with the reason', async () => {
    await order.product('mug', 1);
    const [cancelled, rejected] = [await place([['mug', 1]]), await place([['mug', 2]])];
    await order.cancel.execute(cancelled);
    await order.settle(rejected);
    await expect(order.cancel.execute(cancelled)).rejects.toMatchObject({ status: 'cancelled' });
    await expect(order.cancel.execute(rejected)).rejects.toMatchObject({ status: 'rejected' });
    expect(await order.stockOf('mug')).toBe(1);
  });

  it('happens once and leaves the stock correct, in any order', async () => {
    await order.product('mug', 100);
    await order.product('tray', 100);
    const ids: string[] = [];
    for (let i = 0; i < 40; i++)
      ids.push(
        await place(
          i % 2
            ? [
                ['mug', 1],
                ['tray', 1],
              ]
            : [
                ['tray', 1],
                ['mug', 1],
              ],
        ),
      );

    const outcomes = await Promise.all(
      ids
        .flatMap((id) => [
          order.settle(id).then(() => 'settled'),
          order.cancel.execute(id).then(() => 'cancelled'),
          order.cancel.execute(id).then(
            () => 'cancelled',
            () => 'refused',
          ),
        ])
        .map((outcome) => outcome.catch(() => 'refused')),
    );
    expect(outcomes.filter((outcome) => outcome === 'cancelled')).toHaveLength(ids.length);
    expect(outcomes.filter((outcome) => outcome === 'settled')).toHaveLength(ids.length);
    expect([await order.stockOf('mug'), await order.stockOf('tray')]).toEqual([100, 100]);
    for (const id of ids) {
      const events = (await order.eventsOf(id)).map(({ type }) => type);
      expect(events.at(-1)).toBe('order.cancelled');
      expect(events.filter((type) => type === 'order.cancelled')).toHaveLength(1);
    }
  });
});
