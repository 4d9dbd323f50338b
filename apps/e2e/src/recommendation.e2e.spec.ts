import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { eventually, Platform } from './support/platform.js';
import { Shop } from './support/shop.js';

interface Recommended {
  basis: string;
  items: { productId: string }[];
}

let platform: Platform;
let shop: Shop;

beforeAll(async () => {
  platform = await Platform.start();
  shop = new Shop(platform);
}, 240_000);

afterAll(() => platform?.stop(), 60_000);

it('whoever has bought one product is recommended what others bought with it', async () => {
  await shop.stock('flow-cup', 10);
  await shop.stock('flow-saucer', 10);
  const [ada, bob] = [`ada-${randomUUID()}`, `bob-${randomUUID()}`];
  const both = ['flow-cup', 'flow-saucer'].map((productId) => ({ productId, quantity: 1 }));
  const { body } = await shop.send<{ orderId: string }>('order', 'POST', '/orders', {
    customerId: ada,
    lines: both,
  });
  expect(await shop.settled(body.orderId)).toMatchObject({ status: 'confirmed' });
  await shop.settled((await shop.place(bob, 'flow-cup')).orderId);
  await eventually(async () => {
    const { body } = await shop.get<Recommended>('recommendation', `/recommendations/${bob}`);
    return body.basis === 'personal' && body.items[0]?.productId === 'flow-saucer';
  }, 'the saucer is recommended to those who have the cup');
});
