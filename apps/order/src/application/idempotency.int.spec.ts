import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { testOrder, type TestOrder } from '../testing/test-order.js';

let order: TestOrder;

beforeAll(async () => {
  order = await testOrder();
});
beforeEach(async () => {
  await order.empty();
  await order.product('mug', 1000);
});
afterAll(() => order?.close());

const request = (quantity = 1) => ({
  customerId: 'alice',
  priority: 'standard' as const,
  lines: [{ productId: 'mug', quantity }],
});
const count = async (table: string) =>
  Number((await order.query<{ count: string }>(`SELECT count(*) FROM ${table}`))[0]!.count);

describe('a request with an Idempotency-Key', () => {
  it('is executed once; repeated, it gets the same response', async () => {
    const first = await order.place.execute(request(), 'k');
    const again = await order.place.execute(request(), 'k');
    expect(first.replayed).toBe(false);
    expect(again).toEqual({ receipt: first.receipt, replayed: true });
    expect([await count('orders'), await count('outbox')]).toEqual([1, 1]);
  });

  it('is refused with another body', async () => {
    await order.place.execute(request(1), 'k');
    await expect(order.place.execute(request(2), 'k')).rejects.toMatchObject({
      code: 'idempotency-key-reused',
    });
    expect(await count('orders')).toBe(1);
  });

  it('places one order, however many connections send it at once', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => order.place.execute(request(), 'k')),
    );
    const succeeded = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(succeeded.filter(({ value }) => !value.replayed)).toHaveLength(1);
    expect(new Set(succeeded.map(({ value }) => value.receipt.orderId)).size).toBe(1);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'idempotency-key-in-use' });
    expect(await count('orders')).toBe(1);
  });

  it('is refused while the first runs, and accepted again when its connection is lost', async () => {
    const dying = await order.database.pool.connect();
    dying.on('error', () => undefined);
    await dying.query('BEGIN');
    await dying.query(`SELECT pg_try_advisory_xact_lock(hashtextextended('k', 4519))`);
    await expect(order.place.execute(request(), 'k')).rejects.toMatchObject({
      code: 'idempotency-key-in-use',
    });
    dying.release(new Error('the process crashed'));

    // The server needs a moment to notice that the connection is closed.
    const outcome = await eventually(() => order.place.execute(request(), 'k'));
    expect(outcome).toMatchObject({ replayed: false });
  });

  it('may be repeated if it failed', async () => {
    const unknown = { ...request(), lines: [{ productId: 'cup', quantity: 1 }] };
    await expect(order.place.execute(unknown, 'k')).rejects.toMatchObject({ code: 'unknown-product' });
    expect((await order.place.execute(request(), 'k')).replayed).toBe(false);
  });

  it('expires after its retention, and is removed in batches', async () => {
    await order.place.execute(request(), 'old');
    await order.place.execute(request(), 'older');
    await order.place.execute(request(), 'kept');
    await order.query(`UPDATE idempotent_request SET expires_at = now() WHERE key LIKE 'old%'`);

    const again = await order.place.execute(request(2), 'old');
    expect(again.replayed).toBe(false);
    await order.query(`UPDATE idempotent_request SET expires_at = now() WHERE key = 'old'`);
    expect(await order.requests.removeExpired(1)).toBe(1);
    expect(await order.requests.removeExpired(100)).toBe(1);
    expect((await order.place.execute(request(), 'kept')).replayed).toBe(true);
  });
});

describe('a request without one', () => {
  it('places an order each time', async () => {
    await order.place.execute(request());
    await order.place.execute(request());
    expect(await count('orders')).toBe(2);
  });
});
