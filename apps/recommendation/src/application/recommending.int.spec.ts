import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ProductNeverSeen } from '../errors.js';
import { cartUpdated, productViewed } from '../testing/events.js';
import { openTestShop, type TestShop } from '../testing/test-shop.js';

let shop: TestShop;
beforeEach(async () => {
  shop = await openTestShop();
});
afterEach(() => shop?.close());

const recommended = async (customerId: string, limit = 10) =>
  (await shop.recommendations.recommend(customerId, limit)).items.map(({ productId }) => productId);

/** Tea things go together, and so do garden things; the cake is in many baskets. */
async function openTeaAndGarden(): Promise<void> {
  const baskets = [
    ['teapot', 'cup', 'saucer', 'cake'],
    ['teapot', 'cup', 'cake'],
    ['teapot', 'saucer'],
    ['spade', 'seeds', 'cake'],
    ['spade', 'seeds', 'gloves'],
    ['cake'],
    ['cake'],
  ];
  await shop.confirmAll(baskets.map((products, i) => ({ customerId: `other-${i}`, products })));
}

describe('a customer with orders', () => {
  beforeEach(openTeaAndGarden);

  it('gets what others bought together with their products, which are the reasons', async () => {
    await shop.confirm({ customerId: 'ann', products: ['teapot'] });
    const { customerId, basis, items } = await shop.recommendations.recommend('ann', 3);
    expect({ customerId, basis }).toEqual({ customerId: 'ann', basis: 'personal' });
    expect(items.map(({ productId }) => productId).sort()).toEqual(['cake', 'cup', 'saucer']);
    for (const item of items) expect(item.because).toEqual(['teapot']);
    expect(items[0]!.description).toBe(`about ${items[0]!.productId}`);
    const scores = items.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it('never gets what they bought, even if nothing else is left', async () => {
    await shop.confirm({ customerId: 'ann', products: ['teapot', 'cup'] });
    await shop.confirm({ customerId: 'ann', products: ['spade', 'cake', 'seeds'] });
    expect((await recommended('ann', 100)).sort()).toEqual(['gloves', 'saucer']);
  });

  it('gets the list filled up with popular products, last and without a reason', async () => {
    await shop.confirm({ customerId: 'ann', products: ['gloves'] });
    const { basis, items } = await shop.recommendations.recommend('ann', 100);
    expect(basis).toBe('personal');
    expect(
      items
        .slice(0, 2)
        .map(({ productId }) => productId)
        .sort(),
    ).toEqual(['seeds', 'spade']);
    expect(items[2]).toMatchObject({ productId: 'cake', score: 0, because: [] });
    expect(items.map(({ productId }) => productId).sort()).toEqual(
      ['cake', 'cup', 'saucer', 'seeds', 'spade', 'teapot'].sort(),
    );
  });

  it('gets a product again once its order is cancelled', async () => {
    const order = { orderId: randomUUID(), customerId: 'ann', products: ['teapot', 'cup'] };
    await shop.confirm(order);
    expect(await recommended('ann', 100)).not.toContain('cup');
    await shop.cancel(order);
    expect(await shop.recommendations.recommend('ann', 100)).toMatchObject({ basis: 'popular' });
    expect(await recommended('ann', 100)).toContain('cup');
  });

  it('gets nothing from their own baskets', async () => {
    await shop.confirm({ customerId: 'ann', products: ['lamp', 'wick'] });
    expect(await shop.recommendations.recommend('ann', 3)).toMatchObject({ basis: 'popular' });
  });

  it('gets the newer product first if both go together with theirs', async () => {
    await shop.confirmAll([
      { customerId: 'x', products: ['vase', 'tulip'], placedAt: '2010-03-01T00:00:00.000Z' },
      { customerId: 'y', products: ['vase', 'rose'], placedAt: '2011-03-01T00:00:00.000Z' },
      { customerId: 'ann', products: ['vase'] },
    ]);
    expect(await recommended('ann', 2)).toEqual(['rose', 'tulip']);
  });
});

describe('a customer who only viewed products', () => {
  beforeEach(openTeaAndGarden);

  it('gets what goes together with what they viewed, and no product is its own reason', async () => {
    await shop.browse(productViewed({ sessionId: 's', customerId: 'ann', productId: 'spade' }));
    const { basis, items } = await shop.recommendations.recommend('ann', 2);
    expect(basis).toBe('personal');
    expect(items.map(({ productId }) => productId).sort()).toEqual(['gloves', 'seeds']);
    expect(items[0]!.because).toEqual(['spade']);
  });

  it('gets more from products in the cart than from viewed ones', async () => {
    await shop.browse(
      productViewed({ sessionId: 's', customerId: 'ann', productId: 'spade' }),
      cartUpdated({ sessionId: 's', customerId: 'ann', productId: 'teapot', quantity: 1 }),
    );
    const products = await recommended('ann');
    expect(products.indexOf('cup')).toBeLessThan(products.indexOf('seeds'));
    expect((await shop.recommendations.recommend('ann', 10)).items).toContainEqual(
      expect.objectContaining({ productId: 'cake', because: ['teapot', 'spade'] }),
    );
  });

  it('may get what they viewed, because it is not bought yet', async () => {
    await shop.browse(
      productViewed({ sessionId: 's', customerId: 'ann', productId: 'teapot' }),
      productViewed({ sessionId: 's', customerId: 'ann', productId: 'cup' }),
    );
    expect(await recommended('ann')).toContain('cup');
  });
});

describe('an unknown customer', () => {
  it('gets popular products, most popular first, with scores relative to the first', async () => {
    await openTeaAndGarden();
    const { basis, items } = await shop.recommendations.recommend('nobody', 2);
    expect(basis).toBe('popular');
    expect(items).toMatchObject([
      { productId: 'cake', score: 1, because: [] },
      { productId: 'teapot', because: [] },
    ]);
    expect(items[1]!.score).toBeCloseTo(3 / 5, 9);
  });

  it('gets nothing from an empty shop', async () => {
    expect(await shop.recommendations.recommend('nobody', 10)).toEqual({
      customerId: 'nobody',
      basis: 'popular',
      items: [],
    });
  });

  it('gets nothing whose only order was cancelled', async () => {
    const order = { orderId: randomUUID(), customerId: 'ann', products: ['lamp'] };
    await shop.confirm(order);
    await shop.cancel(order);
    expect(await recommended('nobody')).toEqual([]);
  });
});

describe('similar products', () => {
  it('are those of the same baskets, without the product itself', async () => {
    await openTeaAndGarden();
    const { productId, items } = await shop.similar.findSimilar('seeds', 10);
    expect(productId).toBe('seeds');
    expect(items.map((item) => item.productId)).toEqual(['spade', 'gloves', 'cake']);
  });

  it('are known from sessions alone, before the first order', async () => {
    await shop.browse(
      productViewed({ sessionId: 's', productId: 'lamp' }),
      productViewed({ sessionId: 's', productId: 'wick' }),
    );
    expect((await shop.similar.findSimilar('lamp', 10)).items).toMatchObject([
      { productId: 'wick', description: 'wick' },
    ]);
  });

  it('are none for a product that was always alone', async () => {
    await shop.confirm({ customerId: 'ann', products: ['lamp'] });
    expect((await shop.similar.findSimilar('lamp', 10)).items).toEqual([]);
  });

  it('are refused for an unknown product', async () => {
    await expect(shop.similar.findSimilar('lamp', 10)).rejects.toThrow(ProductNeverSeen);
  });
});

describe('odd texts', () => {
  it.each([
    "O'Neil",
    '"quoted"',
    '🙂 ünïcödé',
    'a/b?c=d&e=%41',
    '{1,2}',
    '\\',
    'NULL',
    "'; DROP TABLE basket; --",
  ])('are ids like any other: %s', async (odd) => {
    await shop.confirm({ customerId: 'bob', products: [`${odd} 1`, `${odd} 2`], describe: () => odd });
    await shop.confirm({ customerId: odd, products: [`${odd} 1`] });
    await shop.browse(productViewed({ sessionId: odd, customerId: odd, productId: `${odd} 3` }));
    expect(await shop.recommendations.recommend(odd, 1)).toMatchObject({
      customerId: odd,
      basis: 'personal',
      items: [{ productId: `${odd} 2`, description: odd, because: [`${odd} 1`] }],
    });
  });

  it('that Postgres cannot store are harmless', async () => {
    await shop.confirm({ customerId: 'nul\0', products: ['a\0', 'a\uD800', 'b'], describe: () => '\0' });
    expect(await recommended('nul\0')).toEqual([]);
    expect(await recommended('nobody')).toHaveLength(2);
  });
});

describe('odd times', () => {
  it.each(['0001-01-01T00:00:00.000Z', '1969-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'])(
    'are harmless: %s',
    async (placedAt) => {
      await openTeaAndGarden();
      await shop.confirm({ customerId: 'bob', products: ['teapot', 'relic'], placedAt });
      await shop.confirm({ customerId: 'ann', products: ['teapot'] });
      const products = await recommended('ann', 4);
      expect(products).toHaveLength(4);
      expect(products).toEqual(expect.arrayContaining(['cup', 'relic']));
      expect((await shop.similar.findSimilar('relic', 10)).items.map((item) => item.productId)).toContain(
        'teapot',
      );
      expect(await recommended('nobody')).toContain('cake');
    },
  );
});
