import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, Platform } from './support/platform.js';
import { Shop } from './support/shop.js';

let platform: Platform;
let shop: Shop;

beforeAll(async () => {
  platform = await Platform.start();
  shop = new Shop(platform);
  await shop.stock('survivor', null, '1.5');
}, 240_000);

afterAll(() => platform?.stop(), 60_000);

/** Orders one after another while `disturb` runs, and until some were accepted; returns their ids. */
async function orderWhile(customer: string, disturb: () => Promise<void>): Promise<string[]> {
  const accepted: string[] = [];
  let done = false;
  const disturbed = disturb().finally(() => (done = true));
  for (let number = 0; !done || accepted.length < 20; number++) {
    try {
      accepted.push((await shop.place(`${customer}-${number}`, 'survivor')).orderId);
    } catch {
      // Not accepted, so nothing was promised. The next one may be.
      await new Promise((again) => setTimeout(again, 20));
    }
  }
  await disturbed;
  return accepted;
}

/** Every accepted order is confirmed, and analytics has each one exactly once. */
async function expectNothingLostOrDoubled(accepted: readonly string[]): Promise<void> {
  expect(accepted.length).toBeGreaterThan(0);
  for (const orderId of accepted) expect((await shop.settled(orderId)).status).toBe('confirmed');
  // An order may have been stored by a service that was killed before it could respond.
  await eventually(
    async () => (await ordersWith('placed')) === 0,
    'the orders without a response are settled too',
  );
  const all = await ordersWith('confirmed');
  await eventually(async () => (await shop.salesTotal()).orders >= all, 'analytics has caught up');
  const { orders, units, revenue } = await shop.salesTotal();
  expect({ orders, units, revenue: Number(revenue) }).toEqual({
    orders: all,
    units: all,
    revenue: all * 1.5,
  });
}

/** How many orders of this status the order service has, by paging through all of them. */
async function ordersWith(status: string): Promise<number> {
  let count = 0;
  let cursor = '';
  do {
    const { body } = await shop.get<{ items: unknown[]; nextCursor?: string }>(
      'order',
      `/orders?status=${status}&limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    count += body.items.length;
    cursor = body.nextCursor ?? '';
  } while (cursor);
  return count;
}

describe('killed with -9 while orders come in', () => {
  it.each(['analytics', 'recommendation', 'order', 'nats', 'postgres'] as const)(
    '%s comes back, and no accepted order is lost or doubled',
    async (name) => {
      const accepted = await orderWhile(`kill-${name}`, () => platform.kill(name));
      await expectNothingLostOrDoubled(accepted);
    },
    240_000,
  );
});

describe('stopped and started again', () => {
  it('drains, keeps its data and continues where it was', async () => {
    const accepted = await orderWhile('restart', async () => {});
    expect((await platform.waybill('stop')).status).toBe(0);
    await platform.startAgain();
    await expectNothingLostOrDoubled(accepted);
  }, 240_000);

  it('says that it runs already and where, when it is started twice', async () => {
    const { status, output } = await platform.npmStart('--detach', '--no-demo');
    expect(status).toBe(0);
    expect(output).toMatch(/already/i);
    expect(output).toContain((await platform.state()).urls.order);
  }, 60_000);
});
