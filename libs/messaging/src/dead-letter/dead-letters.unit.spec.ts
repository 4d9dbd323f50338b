import { describe, expect, it } from '@jest/globals';
import { createInMemoryTransport } from '../testing/in-memory-transport.js';
import type { Delivery } from '../transport/transport.js';
import { DeadLetters, type NewDeadLetter } from './dead-letters.js';
import { ALL_DEAD_SUBJECTS, DEAD_STREAM } from './subjects.js';

describe('the letter of a delivery', () => {
  it('is stored once, though the process was killed before it acknowledged', async () => {
    const broker = createInMemoryTransport();
    const defaults = { maxAgeMs: 1e9, duplicateWindowMs: 1e6, replicas: 1 };
    const dead = { name: DEAD_STREAM, subjects: [ALL_DEAD_SUBJECTS], limits: {}, defaults };
    await broker.reconcile({ streams: [dead], consumers: [] });
    const letterAt = (deliveryCount: number): NewDeadLetter => {
      const delivery: Delivery = {
        ...{ id: 'an-event', subject: 'order.placed.v1.standard.0', headers: {}, body: new Uint8Array() },
        ...{ stream: 'ORDER', position: '1', deliveryCount, storedAt: 0 },
        ...{ ack: () => {}, nak: () => {}, term: () => {}, working: () => {} },
      };
      const error = { name: 'Error', message: 'always' };
      return {
        consumer: 'sales',
        delivery,
        wire: delivery,
        reason: 'attempts-exhausted',
        error,
        history: [],
      };
    };
    const letters = new DeadLetters(broker, 'analytics');
    await letters.add(letterAt(5));
    await letters.add(letterAt(6));
    expect(await broker.reader.streamStatus(DEAD_STREAM)).toMatchObject({ messages: 1 });
  });
});
