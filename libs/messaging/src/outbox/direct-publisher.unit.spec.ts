import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from '../contract/index.js';
import { BrokerUnavailable, InvalidPayload } from '../errors.js';
import type { OutgoingMessage, Publisher } from '../transport/transport.js';
import { DirectPublisher } from './direct-publisher.js';

const Viewed = defineEvent({
  type: 'shop.viewed',
  version: 1,
  owner: 'shop',
  key: ({ session }) => session,
  schema: z.object({ session: z.string(), n: z.number() }),
});

/** Stores what it is sent, a moment later, and says how much was under way. */
class Broker implements Publisher {
  readonly stored: OutgoingMessage[] = [];
  underWay = 0;
  most = 0;

  constructor(private readonly refuses: (message: OutgoingMessage) => boolean = () => false) {}

  async publish(message: OutgoingMessage) {
    this.most = Math.max(this.most, ++this.underWay);
    await new Promise((resolve) => setImmediate(resolve));
    this.underWay -= 1;
    if (this.refuses(message)) throw new BrokerUnavailable('away');
    this.stored.push(message);
    return { stream: 'SHOP', position: String(this.stored.length), duplicate: false };
  }
}

const items = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ contract: Viewed, data: { session: 's', n }, id: `id-${n}` }));

describe('the direct publisher', () => {
  it('resolves with the id once the broker has stored the event', async () => {
    const broker = new Broker();
    const id = await new DirectPublisher(broker, 'shop', [Viewed]).publish(
      Viewed,
      { session: 's', n: 1 },
      { lane: 'express' },
    );
    expect(broker.stored).toMatchObject([{ id, body: '{"session":"s","n":1}' }]);
    expect(broker.stored[0]!.subject).toMatch(/^shop\.viewed\.v1\.express\.\d$/);
  });

  it('sends many side by side, no more at a time than its window, in their order', async () => {
    const broker = new Broker();
    const ids = await new DirectPublisher(broker, 'shop', [Viewed], { window: 16 }).publishAll(items(100));
    expect(ids).toEqual(items(100).map(({ id }) => id));
    expect(broker.stored.map(({ id }) => id)).toEqual(ids);
    expect(broker.most).toBe(16);
  });

  it('sends none where one of them does not fit its contract', async () => {
    const broker = new Broker();
    const publishing = new DirectPublisher(broker, 'shop', [Viewed]).publishAll([
      ...items(3),
      { contract: Viewed, data: { session: 's' } },
    ]);
    await expect(publishing).rejects.toThrow(InvalidPayload);
    expect(broker.stored).toEqual([]);
  });

  it('fails where one was not stored, sends nothing more, and takes the same ids again', async () => {
    let away = true;
    const broker = new Broker(({ id }) => away && id === 'id-7');
    const publisher = new DirectPublisher(broker, 'shop', [Viewed], { window: 4 });
    await expect(publisher.publishAll(items(50))).rejects.toThrow(BrokerUnavailable);
    expect(broker.stored.length).toBeLessThan(12);
    away = false;
    await publisher.publishAll(items(50));
    expect(new Set(broker.stored.map(({ id }) => id)).size).toBe(50);
  });

  it('takes none at all', async () => {
    expect(await new DirectPublisher(new Broker(), 'shop', [Viewed]).publishAll([])).toEqual([]);
  });
});
