import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from '../contract/index.js';
import { InvalidMessage } from '../errors.js';
import { DirectPublisher } from '../outbox/direct-publisher.js';
import { Outbox } from '../outbox/outbox.js';
import { JetStreamTransport } from './index.js';
import { ScriptedBroker } from './scripted-broker.fixture.js';

const Noted = defineEvent({
  type: 'test.noted',
  version: 1,
  owner: 'test',
  key: () => 'k',
  schema: z.object({ text: z.string() }),
});
const LIMIT = 64 * 1024;
const small = { text: 'x'.repeat(60_000) };
const large = { text: 'x'.repeat(LIMIT) };

describe('a broker that takes less than its default', () => {
  let broker: ScriptedBroker;
  let transport: JetStreamTransport;
  let rows: number;
  const maxPayload = () => transport.maxPayload();
  const tx = {
    query: async () => {
      rows += 1;
      return { rows: [] };
    },
  };

  beforeEach(async () => {
    rows = 0;
    broker = await ScriptedBroker.start(() => '', { max_payload: LIMIT });
    transport = new JetStreamTransport({ servers: [broker.address], name: 'test' });
  });
  afterEach(async () => {
    await transport.close();
    await broker.stop();
  });

  it('is known once it is connected, and refuses a larger event at append, by name', async () => {
    const outbox = new Outbox('test', [Noted], maxPayload);
    // Not known yet: it is accepted, and the relay finds out later.
    expect(transport.maxPayload()).toBeUndefined();
    await outbox.publish(tx, Noted, large);
    await transport.connected();
    expect([transport.maxPayload(), rows]).toEqual([LIMIT, 1]);
    for (const publishing of [
      outbox.publish(tx, Noted, large),
      outbox.publishAll(tx, Noted, [small, large]),
      new DirectPublisher(transport, 'test', [Noted], { maxPayload }).publish(Noted, large),
    ]) {
      await expect(publishing).rejects.toThrow(InvalidMessage);
      await expect(publishing).rejects.toThrow(
        /^test\.noted\.v1 has \d+ bytes .* 65536 that the broker takes/,
      );
    }
    expect(rows).toBe(1);
    await outbox.publish(tx, Noted, small);
    expect(rows).toBe(2);
  });
});
