import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeadLettersResponse, DeadLetterView } from '@waybill/console-api';
import { ConsoleApi } from './support/console-api.js';
import { everythingStored, placesOf } from './support/everything-stored.js';
import { Faults } from './support/faults.js';
import { openedWithKeysLeft } from './support/keys-left.js';
import { eventually, Platform } from './support/platform.js';
import { Shop } from './support/shop.js';

/** As nothing else in the platform is called. */
const ADA = { name: 'Adelaide Xanthippe', email: 'adelaide@xanthippe.example' };
const BOB = { name: 'Bartholomew Quillfeather', email: 'bartholomew@quillfeather.example' };

let platform: Platform;
let shop: Shop;
let api: ConsoleApi;

beforeAll(async () => {
  platform = await Platform.start();
  shop = new Shop(platform);
  api = await ConsoleApi.of(platform);
  await shop.stock('gift', null);
  await shop.stock('rare-gift', 0);
}, 240_000);

afterAll(() => platform?.stop(), 60_000);

const orderIds: string[] = [];

async function give(customerId: string, productId: string, recipient: object): Promise<string> {
  const { orderId } = await shop.place(customerId, productId, 1, { recipient });
  orderIds.push(orderId);
  return orderId;
}

const where = async ({ name, email }: typeof ADA) =>
  placesOf(await everythingStored(platform, api, orderIds), [name, email]);

const receiptTo = async (orderId: string) =>
  (await shop.get<{ receiptTo?: string }>('payment', `/payments/${orderId}`)).body.receiptTo;

/** Of its recipient, while it is open. */
async function letterOf(orderId: string): Promise<DeadLetterView | undefined> {
  const { items } = await api.get<DeadLettersResponse>('/api/dead-letters?consumer=payment-receipts');
  return items.find(({ payload }) => payload.includes(orderId));
}

/** As JSON texts, which is what is sealed. */
const quoted = ({ name, email }: typeof ADA) => new Set([JSON.stringify(name), JSON.stringify(email)]);

describe('the name and the address of a recipient', () => {
  it('are readable in the tables of those who asked for them alone, on whatever way they went', async () => {
    const confirmed = await give('ada', 'gift', ADA);
    const rejected = await give('ada', 'rare-gift', ADA);
    const bobs = await give('bob', 'gift', BOB);
    const invalid = { recipient: { ...ADA, email: ADA.name } };
    await expect(shop.place('ada', 'gift', 1, invalid)).rejects.toThrow('order not taken: 400');
    expect((await shop.settled(confirmed)).status).toBe('confirmed');
    expect((await shop.settled(rejected)).status).toBe('rejected');
    await eventually(async () => (await receiptTo(bobs)) === BOB.email, 'the receipts are addressed');

    await using faults = await Faults.of(platform);
    await faults.switchOn('payment', 'poison-next', 2); // of this order: its payment, and its recipient
    const poisoned = await give('ada', 'gift', ADA);
    await eventually(async () => (await letterOf(poisoned)) !== undefined, 'the recipient is dead-lettered');
    const { id, payload, error } = (await letterOf(poisoned))!;
    expect(error.message).toBe('text withheld: the handler reads personal data');
    const edited = JSON.stringify({ ...(JSON.parse(payload) as object), ...ADA });
    const refused = await api.send('POST', `/api/dead-letters/${id}/replay`, { payload: edited });
    expect(refused.status).toBe(422);
    await faults.heal();
    await api.post(`/api/dead-letters/${id}/replay`);
    await eventually(async () => (await letterOf(poisoned)) === undefined, 'it is replayed');

    expect((await shop.get('order', `/orders/${confirmed}`)).body).toMatchObject({ recipient: ADA });
    await eventually(async () => {
      const { items } = await api.get<{ items: object[] }>(`/api/traces?orderId=${poisoned}`);
      return items.length > 0;
    }, 'the console has the spans');
    const stored = await everythingStored(platform, api, orderIds);
    expect(placesOf(stored, [ADA.name, ADA.email])).toEqual(['order.recipient', 'payment.receipt']);
    // The search looks where the sealed values are.
    expect(placesOf(stored, ['sealed:1:'])).toEqual(
      expect.arrayContaining([
        'order.outbox',
        ...['ORDER', 'DEAD'].map((name) => expect.stringMatching(`^nats/.*/${name}/msgs/`)),
        ...['ORDER', 'DEAD'].map((name) => `GET /api/streams/${name}/messages`),
      ]),
    );
    expect(new Set(await openedWithKeysLeft(platform, 'ada'))).toEqual(quoted(ADA));
  }, 120_000);

  it('are nowhere once the customer is erased, open with no key that is left, and do not come back', async () => {
    const erased = await platform.waybill('erase', '--customer', 'ada', '--by', 'the test', '--json');
    expect(erased).toMatchObject({ status: 0 });
    expect(JSON.parse(erased.stdout)).toMatchObject({
      complete: true,
      services: [{ service: 'order', keys: 1 }],
    });
    expect(await where(ADA)).toEqual([]);
    expect(await openedWithKeysLeft(platform, 'ada')).toEqual([]);
    expect((await shop.get('analytics', '/customers/ada')).status).toBe(404);

    const rewound = await platform.waybill(
      ...['consumers', 'rewind', 'payment-receipts', '--to', 'beginning', '--repeat'],
    );
    expect(rewound).toMatchObject({ status: 0 });
    expect(await where(ADA)).toEqual([]);
    expect(await where(BOB)).toEqual(['order.recipient', 'payment.receipt']);
    expect(new Set(await openedWithKeysLeft(platform, 'bob'))).toEqual(quoted(BOB));
  }, 120_000);

  it('are not erased while a service does not respond that would have to follow', async () => {
    await platform.act('analytics', 'stop');
    expect(await platform.waybill('erase', '--customer', 'bob')).toMatchObject({
      status: 1,
      output: expect.stringContaining('nothing was erased: no process of analytics responds'),
    });
    expect(await where(BOB)).toEqual(['order.recipient', 'payment.receipt']);
  }, 120_000);
});
