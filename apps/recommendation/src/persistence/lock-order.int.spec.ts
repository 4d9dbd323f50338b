import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { productViewed } from '../testing/events.js';
import { openTestShop, type TestShop } from '../testing/test-shop.js';
import { Baskets } from './baskets.js';

/** Numbers are in the order in which products were first seen. */
const FIRST = 'z-first';
const LAST = 'a-last';

let shop: TestShop;
let other: PoolClient;
beforeEach(async () => {
  shop = await openTestShop();
  await shop.confirm({ customerId: 'ann', products: [FIRST] });
  await shop.confirm({ customerId: 'ann', products: [LAST] });
  other = await shop.database.pool.connect();
  await other.query(`BEGIN; SET LOCAL lock_timeout = '1s'`);
});
afterEach(async () => {
  other?.release();
  await shop?.close();
});

/** Polls until a session of this database waits for a lock. */
async function untilSomebodyWaits(): Promise<void> {
  await eventually(async () => {
    const { rows } = await shop.database.pool.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  });
}

const lock = (productId: string) =>
  other.query('SELECT FROM product WHERE product_id = $1 FOR NO KEY UPDATE', [productId]);

// Transactions that lock in the same order cannot deadlock: one that waits holds no later lock.
describe('does not lock the product with the larger number while it waits for the smaller one', () => {
  const both = [LAST, FIRST];
  const order = { orderId: randomUUID(), customerId: 'bob', products: both };

  it.each<[string, () => Promise<void>, () => Promise<void>]>([
    ['for an order', async () => {}, () => shop.confirm(order)],
    ['for a cancellation', () => shop.confirm(order), () => shop.cancel(order)],
    [
      'for sessions',
      async () => {},
      () => shop.browse(...both.map((productId) => productViewed({ sessionId: 's', productId }))),
    ],
  ])('%s', async (_what, before, work) => {
    await before();
    await lock(FIRST);
    const working = work();
    await untilSomebodyWaits();
    await expect(lock(LAST)).resolves.toBeDefined();
    await other.query('COMMIT');
    await working;
  });
});

it('inserts new products in the order of their ids', async () => {
  const baskets = new Baskets();
  await baskets.numbersOf(other, ['new-1']);
  const working = shop.confirm({ customerId: 'bob', products: ['new-2', 'new-1'] });
  await untilSomebodyWaits();
  await expect(baskets.numbersOf(other, ['new-2'])).resolves.toBeDefined();
  await other.query('COMMIT');
  await working;
});

it('opens sessions in the order of their ids', async () => {
  const touch = (sessionId: string, productId: string) => productViewed({ sessionId, productId });
  await shop.browse(touch('s-1', FIRST), touch('s-2', FIRST));
  const lockSession = (sessionId: string) =>
    other.query(`SELECT FROM basket WHERE kind = 'session' AND key = $1 FOR UPDATE`, [sessionId]);
  await lockSession('s-1');
  const working = shop.browse(touch('s-2', LAST), touch('s-1', LAST));
  await untilSomebodyWaits();
  await expect(lockSession('s-2')).resolves.toBeDefined();
  await other.query('COMMIT');
  await working;
});
