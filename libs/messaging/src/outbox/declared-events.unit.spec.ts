import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from '../contract/index.js';
import { EventNotDeclared } from '../errors.js';
import { DirectPublisher } from './direct-publisher.js';
import { Outbox } from './outbox.js';

const declare = (type: string, owner = 'door') =>
  defineEvent({ type, version: 1, owner, key: ({ door }) => door, schema: z.object({ door: z.string() }) });
const Rung = declare('door.rung');
const Opened = declare('door.opened');

/** Everything that the two ways of publishing sent. */
function publishers() {
  const sent: unknown[] = [];
  const tx = {
    query: async (sql: string) => {
      sent.push(sql);
      return { rows: [] };
    },
  };
  const broker = {
    publish: async (message: unknown) => {
      sent.push(message);
      return { stream: 'DOOR', position: '1', duplicate: false };
    },
  };
  const outbox = new Outbox('door', [Rung]);
  const direct = new DirectPublisher(broker, 'door', [Rung]);
  const data = { door: 'front' };
  return {
    sent,
    ways: (contract: typeof Rung) => [
      () => outbox.publish(tx, contract, data),
      () => outbox.publishAll(tx, contract, [data]),
      () => direct.publish(contract, data),
      () =>
        direct.publishAll([
          { contract: Rung, data },
          { contract, data },
        ]),
    ],
  };
}

describe('publishing', () => {
  it('sends what is declared', async () => {
    const { ways, sent } = publishers();
    for (const publish of ways(Rung)) await publish();
    expect(sent).toHaveLength(5);
  });

  it.each([
    [
      'is not declared',
      Opened,
      'door.opened.v1 is not declared: add it to "publishes" of door\'s messaging module',
    ],
    [
      'another service owns',
      declare('order.placed', 'order'),
      "order.placed.v1 is order's to publish, not door's",
    ],
    [
      'is a second contract of that name',
      declare('door.rung'),
      'door.rung.v1 is published with another contract',
    ],
  ])('refuses at once, in every way, what %s', async (_case, contract, message) => {
    const { ways, sent } = publishers();
    for (const publish of ways(contract)) {
      const refused = publish();
      await expect(refused).rejects.toThrow(EventNotDeclared);
      await expect(refused).rejects.toThrow(message);
    }
    expect(sent).toEqual([]);
  });
});
