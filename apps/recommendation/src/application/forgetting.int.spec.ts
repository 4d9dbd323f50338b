import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { productViewed } from '../testing/events.js';
import { openTestShop, type TestShop } from '../testing/test-shop.js';

let shop: TestShop;
beforeEach(async () => {
  shop = await openTestShop();
  await shop.confirmAll([
    { customerId: 'other-1', products: ['teapot', 'cup'] },
    { customerId: 'other-2', products: ['teapot', 'saucer'] },
  ]);
});
afterEach(() => shop?.close());

const BEFORE = '2011-03-01T12:00:00.000Z';
const ERASED = '2011-03-02T12:00:00.000Z';
const AFTER = '2011-03-03T12:00:00.000Z';

const order = { customerId: 'ann', products: ['teapot'], placedAt: BEFORE, orderId: randomUUID() };
const visit = (occurredAt: string) =>
  productViewed({ sessionId: 's', productId: 'teapot', customerId: 'ann', occurredAt });
const basisOf = async (customerId: string) => (await shop.recommendations.recommend(customerId, 5)).basis;

describe('a customer who was erased', () => {
  it('is a stranger, and what they bought still says what goes together', async () => {
    await shop.confirm(order);
    await shop.browse(visit(BEFORE));
    const similar = await shop.similar.findSimilar('teapot', 5);
    expect(await basisOf('ann')).toBe('personal');
    await shop.erase('ann', ERASED);
    expect(await basisOf('ann')).toBe('popular');
    expect(await shop.similar.findSimilar('teapot', 5)).toEqual(similar);
    const { rows } = await shop.database.pool.query(
      `SELECT 1 FROM basket WHERE customer_id = 'ann' OR key = 's'`,
    );
    expect(rows).toEqual([]);
  });

  it('stays one, whatever of before is handled later or again', async () => {
    await shop.erase('ann', ERASED);
    await shop.confirm(order);
    await shop.browse(visit(BEFORE));
    expect(await basisOf('ann')).toBe('popular');
    await shop.erase('ann', BEFORE); // an older erasure that comes late
    await shop.cancel({ ...order, orderId: randomUUID() });
    expect(await basisOf('ann')).toBe('popular');
  });

  it('is known again by what they do afterwards, and by nothing from before', async () => {
    await shop.browse(
      productViewed({ sessionId: 's', productId: 'cup', customerId: 'ann', occurredAt: BEFORE }),
    );
    await shop.erase('ann', ERASED);
    await shop.browse(visit(AFTER));
    const { basis, items } = await shop.recommendations.recommend('ann', 5);
    expect(basis).toBe('personal');
    expect(new Set(items.flatMap(({ because }) => because))).toEqual(new Set(['teapot']));
  });

  it('is forgotten also by a basket that is being added', async () => {
    const { pool } = shop.database;
    const adding = await pool.connect();
    await adding.query('BEGIN');
    await adding.query(
      `INSERT INTO basket (kind, key, customer_id, at) VALUES ('order', 'o', 'ann', '2011-03-01')`,
    );
    const erasing = shop.erase('ann', ERASED);
    await shop.waiting(1);
    await adding.query('COMMIT');
    adding.release();
    await erasing;
    const { rows } = await pool.query(`SELECT customer_id FROM basket WHERE key = 'o'`);
    expect(rows).toEqual([{ customer_id: null }]);
  });
});
