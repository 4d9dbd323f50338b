import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent } from './define-event.js';

const first = {
  type: 'order.cancelled',
  version: 1,
  owner: 'order',
  key: ({ orderId }: { orderId: string }) => orderId,
  schema: z.object({ orderId: z.string(), wasConfirmed: z.boolean() }),
  example: { orderId: 'o-1', wasConfirmed: true },
};
const second = {
  ...first,
  version: 2,
  schema: z.object({ orderId: z.string(), from: z.enum(['placed', 'confirmed']) }),
  example: { orderId: 'o-1', from: 'placed' as const },
};

describe('the example of a contract', () => {
  it('is kept, for the catalogue', () => {
    expect(defineEvent({ ...first, since: '2026-11-22' })).toMatchObject({
      example: { orderId: 'o-1', wasConfirmed: true },
      since: '2026-11-22',
    });
  });

  it('is refused where it does not fit the schema', () => {
    const example = { orderId: 'o-1', wasConfirmed: 'yes' } as never;
    expect(() => defineEvent({ ...first, example })).toThrow(
      /order\.cancelled\.v1: its example does not fit its schema: \/wasConfirmed/,
    );
  });

  it('is refused where it has no key', () => {
    expect(() => defineEvent({ ...first, key: () => '' })).toThrow(/no key/);
    expect(() => defineEvent({ ...first, key: () => undefined as never })).toThrow(/no key/);
  });

  it.each(['yesterday', '2026-13-01', '2026-11-22T00:00:00Z'])('has no place in time at %j', (since) => {
    expect(() => defineEvent({ ...first, since })).toThrow(/since must be a day/);
  });
});

describe('the upcast of a contract', () => {
  const previous = defineEvent(first);
  type First = (typeof first)['example'];

  it('is tried with the example of the version before', () => {
    const upcast = ({ orderId, wasConfirmed }: First) => ({
      orderId,
      from: wasConfirmed ? ('confirmed' as const) : ('placed' as const),
    });
    expect(() => defineEvent({ ...second, previous, upcast })).not.toThrow();
  });

  it('is refused where what it makes does not fit', () => {
    const upcast = ({ orderId }: First) => ({ orderId }) as never;
    expect(() => defineEvent({ ...second, previous, upcast })).toThrow(
      /order\.cancelled\.v2: the example of order\.cancelled\.v1, upcast, does not fit its schema: \/from/,
    );
  });

  it('is refused where it throws', () => {
    const upcast = (): never => {
      throw new Error('cannot');
    };
    expect(() => defineEvent({ ...second, previous, upcast })).toThrow(/cannot be upcast: Error: cannot/);
  });

  it('is refused where it moves events to another key, out of the order of those before', () => {
    const upcast = ({ orderId }: First) => ({ orderId: `${orderId}-2`, from: 'placed' as const });
    expect(() => defineEvent({ ...second, previous, upcast })).toThrow(
      /key "o-1" where this version has "o-1-2"/,
    );
  });

  it('is refused from another type, or from a later version', () => {
    const upcast = () => second.example;
    expect(() => defineEvent({ ...second, type: 'order.undone', previous, upcast })).toThrow(
      /cannot be order\.cancelled\.v1/,
    );
    expect(() => defineEvent({ ...second, version: 1, previous, upcast })).toThrow(
      /cannot be order\.cancelled\.v1/,
    );
  });
});
