import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { MessagesResponse } from '@waybill/console-api';
import { ConsoleApi } from './support/console-api.js';
import { eventually, Platform } from './support/platform.js';
import { publishUnreadable } from './support/publish-unreadable.js';
import { Shop } from './support/shop.js';

let platform: Platform;
let api: ConsoleApi;
let shop: Shop;

beforeAll(async () => {
  platform = await Platform.start();
  api = await ConsoleApi.of(platform);
  shop = new Shop(platform);
  await shop.stock('purged', null);
}, 240_000);

afterAll(() => platform?.stop(), 60_000);

/** As an operator with the broker's own tools. */
async function purge(stream: string, filter: string): Promise<void> {
  const nats = await connect({ servers: (await platform.state()).nats });
  try {
    const { purged } = await (await jetstreamManager(nats)).streams.purge(stream, { filter });
    expect(purged).toBeGreaterThan(0);
  } finally {
    await nats.close();
  }
}

const messagesOf = (orderId: string) => api.get<MessagesResponse>(`/api/messages?orderId=${orderId}`);

describe('a message that is removed from its stream before a consumer received it', () => {
  it('is lost to that consumer, in the console and on the command line, and never complete', async () => {
    await platform.act('analytics', 'stop');
    const { orderId } = await shop.place('purged', 'purged');
    expect(await shop.settled(orderId)).toMatchObject({ status: 'confirmed' });
    await eventually(async () => {
      const { items } = await messagesOf(orderId);
      return items.some(({ type, published }) => type === 'order.confirmed' && published);
    }, 'its confirmation is in the stream');
    await purge('ORDER', 'order.confirmed.>');
    await platform.act('analytics', 'start');

    await eventually(async () => (await messagesOf(orderId)).lost, 'the loss is shown');
    const messages = await messagesOf(orderId);
    expect(messages.complete).toBe(false);
    const confirmed = messages.items.find(({ type }) => type === 'order.confirmed')!;
    expect(confirmed.consumers.filter(({ state }) => state === 'lost').map(({ service }) => service)).toEqual(
      ['analytics'],
    );
    const { status, stdout } = await platform.waybill('messages', '--order', orderId);
    expect(status).toBe(1);
    expect(stdout).toContain('gone from the stream, never handled');
    expect(stdout).toMatch(/not complete: 1 of \d+ lost/);
  }, 180_000);
});

describe('an event of which only dead letters are left', () => {
  it('is found by its id, with the consumers that dead-lettered it', async () => {
    const eventId = await publishUnreadable(platform);
    await eventually(async () => {
      const { status, stdout } = await platform.waybill('messages', '--event', eventId);
      return status === 0 && stdout.includes('gave it up: dead-lettered');
    }, 'the event is known');
  }, 120_000);
});
