import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderConfirmed } from '@waybill/contracts';
import { subjectOf } from '@waybill/messaging';
import { connectJetStream } from '@waybill/messaging/jetstream';
import { randomUUID } from 'node:crypto';
import { eventually, Platform } from './support/platform.js';
import { Shop } from './support/shop.js';

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
  reason: string;
  eventId: string;
}

async function letters(): Promise<Letter[]> {
  const { stdout } = await platform.waybill('dead-letters', 'list', '--json');
  return (JSON.parse(stdout) as { items: Letter[] }).items;
}

describe('a message that no consumer can read', () => {
  it('is dead-lettered by each of them, holds up nobody, and can be discarded with a reason', async () => {
    const { nats } = await platform.state();
    const broker = await connectJetStream({ servers: [nats], name: 'e2e' });
    const id = randomUUID();
    await broker.publish({
      id,
      subject: subjectOf(OrderConfirmed, 'poison', 'standard'),
      headers: { 'ce-id': id, 'ce-type': OrderConfirmed.type, 'ce-source': 'e2e', 'ce-specversion': '1.0' },
      body: '{"orderId":"not an order"}',
    });
    await broker.close();

    await shop.stock('after-poison', null);
    const { orderId } = await shop.place('after-poison', 'after-poison');
    expect((await shop.settled(orderId)).status).toBe('confirmed');
    await eventually(
      async () => (await shop.get('analytics', '/customers/after-poison')).status === 200,
      'others go on',
    );

    await eventually(async () => (await letters()).length >= 2, 'both consumers have given up on it');
    const found = await letters();
    expect(found.every((letter) => letter.eventId === id && letter.reason === 'invalid-payload')).toBe(true);

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
    expect(await letters()).toEqual([]);
  }, 120_000);
});
