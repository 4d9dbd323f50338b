import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from './define-event.js';

const definition = {
  type: 'order.placed',
  version: 1,
  owner: 'order',
  key: ({ orderId }: { orderId: string }) => orderId,
  schema: z.object({ orderId: z.string() }),
};

describe('an event contract', () => {
  it('derives domain, stream, name and subject from its type and version', () => {
    expect(defineEvent({ ...definition, type: 'web-shop.cart-updated', version: 3 })).toMatchObject({
      type: 'web-shop.cart-updated',
      domain: 'web-shop',
      stream: 'WEB-SHOP',
      name: 'web-shop.cart-updated.v3',
      subjectTemplate: 'web-shop.cart-updated.v3.{lane}.{partition}',
    });
  });

  it('cannot be changed once declared', () => {
    expect(Object.isFrozen(defineEvent(definition))).toBe(true);
  });

  it.each([
    'order',
    'Order.placed',
    'order.placed.twice',
    'order.',
    'order.pla ced',
    'order.*',
    'order.-x',
    '',
  ])('refuses the type %j, which is no pair of kebab tokens', (type) => {
    expect(() => defineEvent({ ...definition, type })).toThrow(TypeError);
  });

  it.each([0, -1, 1.5, NaN])('refuses the version %p', (version) => {
    expect(() => defineEvent({ ...definition, version })).toThrow(/positive integer/);
  });

  it('refuses the domain of the dead letters, whose stream is not for events', () => {
    expect(() => defineEvent({ ...definition, type: 'dead.letter' })).toThrow(/"dead"/);
  });

  it('wants an upcast and the version it starts from together', () => {
    expect(() => defineEvent({ ...definition, version: 2, previous: defineEvent(definition) })).toThrow(
      /go together/,
    );
    expect(() => defineEvent({ ...definition, version: 2, upcast: (data: never) => data })).toThrow(
      /go together/,
    );
  });
});
