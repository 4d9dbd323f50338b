import { describe, expect, it } from '@jest/globals';
import type { JetStreamManager } from '@nats-io/jetstream';
import { Namespace } from '../transport/namespace.js';
import { streamsOf, type Owner } from '../topology/topology.js';
import { defineEvent } from '../contract/index.js';
import { z } from 'zod';
import { streamItem } from './stream-settings.js';

const Paid = defineEvent({
  type: 'payment.paid',
  version: 1,
  owner: 'payment',
  key: ({ id }) => id,
  schema: z.object({ id: z.string() }),
});

describe.each([undefined, 'staging'])('the owner of a stream, in the namespace %s', (namespace) => {
  const item = (publishes: boolean, owner: Owner) => {
    const streams = publishes ? streamsOf([Paid], [], {}, owner) : streamsOf([], [Paid], {}, owner);
    const { streams: declared } = new Namespace(namespace).topology({ streams, consumers: [] });
    return streamItem({} as JetStreamManager, declared[0]!);
  };
  const existing = item(true, { service: 'payment', database: 'one' }).declared();

  it('refuses another platform', () => {
    expect(item(true, { service: 'payment', database: 'two' }).refusal!(existing)).toMatchObject({
      kind: 'foreign',
      detail: expect.stringContaining('of another platform (database one; this one is two)'),
    });
  });

  it('refuses neither itself nor a service that listens to it', () => {
    expect(item(true, { service: 'payment', database: 'one' }).refusal!(existing)).toBeUndefined();
    expect(item(false, { service: 'order', database: 'other' }).refusal!(existing)).toBeUndefined();
  });
});
