import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Platform } from './support/platform.js';
import { Shop } from './support/shop.js';

/** The services' heaps are 256 MiB: see `libs/stack/src/services/service-process.ts`. */
describe('imports of 16 MiB, several at once', () => {
  let platform: Platform;
  let shop: Shop;

  beforeAll(async () => {
    platform = await Platform.start();
    shop = new Shop(platform);
    await shop.stock('kettle', null);
  }, 240_000);

  afterAll(() => platform?.stop(), 60_000);

  it('are accepted or told to retry, and no other request fails', async () => {
    const { pids } = await platform.state();
    const imports = Array.from({ length: 12 }, (_, i) =>
      shop.send('order', 'POST', '/imports/orders', largeImport(`import-${i}`)),
    );
    const orders = Array.from({ length: 20 }, (_, i) => shop.place(`small-${i}`, 'kettle'));
    expect(await Promise.all(orders)).toHaveLength(20);
    const responses = await Promise.all(imports);
    const taken = responses.filter(({ status }) => status === 200);
    expect(taken.length).toBeGreaterThan(0);
    for (const { body } of taken) expect(body).toEqual({ accepted: 500, duplicates: 0, rejected: [] });
    for (const response of responses.filter((each) => !taken.includes(each))) {
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    }
    expect((await platform.state()).pids.order).toBe(pids.order);
  }, 120_000);
});

/** As dense as orders can be: 500 of them with 500 short lines each. */
function largeImport(name: string): string {
  const line = { productId: 'p', description: '', quantity: 1, unitPrice: '1' };
  const lines = Array.from({ length: 500 }, () => line);
  const orders = Array.from({ length: 500 }, (_, i) => ({
    reference: `${name}-${i}`,
    customerId: 'c',
    placedAt: '2011-01-01T00:00:00Z',
    currency: 'GBP',
    lines,
  }));
  return JSON.stringify({ orders });
}
