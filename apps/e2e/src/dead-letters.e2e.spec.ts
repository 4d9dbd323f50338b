import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, Platform } from './support/platform.js';
import { publishUnreadable } from './support/publish-unreadable.js';
import { Shop } from './support/shop.js';
import { CONSUMERS_OF_CONFIRMED, ofShop } from './support/shop-services.js';

let platform: Platform;
let shop: Shop;

beforeAll(async () => {
  platform = await Platform.start();
  shop = new Shop(platform);
}, 240_000);

afterAll(() => platform?.stop(), 60_000);

interface Letter {
  id: string;
  consumer: string;
  service: string;
  reason: string;
  eventId: string;
}

async function lettersOf(eventId: string): Promise<Letter[]> {
  const { stdout } = await platform.waybill('dead-letters', 'list', '--json');
  const { items } = JSON.parse(stdout) as { items: Letter[] };
  return items.filter((letter) => letter.eventId === eventId && ofShop(letter));
}

describe('a message that no consumer can read', () => {
  it('is dead-lettered for each of them, blocks nothing else, and can be discarded with a reason', async () => {
    const id = await publishUnreadable(platform);

    await shop.stock('after-poison', null);
    const { orderId } = await shop.place('after-poison', 'after-poison');
    expect((await shop.settled(orderId)).status).toBe('confirmed');
    await eventually(
      async () => (await shop.get('analytics', '/customers/after-poison')).status === 200,
      'other messages are handled',
    );

    await eventually(
      async () => (await lettersOf(id)).length === CONSUMERS_OF_CONFIRMED.length,
      'it is dead-lettered for each consumer',
    );
    const found = await lettersOf(id);
    expect(found.map(({ reason }) => reason)).toEqual(CONSUMERS_OF_CONFIRMED.map(() => 'invalid-payload'));

    for (const letter of found) {
      const discarded = await platform.waybill(
        'dead-letters',
        'discard',
        letter.id,
        '--reason',
        'made by a test',
      );
      expect(discarded).toMatchObject({ status: 0 });
    }
    expect(await lettersOf(id)).toEqual([]);
  }, 120_000);
});
