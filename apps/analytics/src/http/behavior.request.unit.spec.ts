import { describe, expect, it } from '@jest/globals';
import { BehaviorRequest } from './behavior.request.js';

const viewed = { type: 'product-viewed', sessionId: 's-1', productId: '85123A' };

function errorsOf(...events: unknown[]): { path: string; message: string }[] {
  const { error } = BehaviorRequest.safeParse({ events });
  return (error?.issues ?? []).map(({ path, message }) => ({ path: path.join('/'), message }));
}

describe('BehaviorRequest', () => {
  it('accepts each type with exactly its own fields', () => {
    const events = [
      viewed,
      { type: 'product-searched', sessionId: 's-1', customerId: 'c-1', query: 'lantern' },
      { type: 'cart-updated', eventId: 'e:1', sessionId: 's-1', productId: '85123A', quantity: 0 },
    ];
    expect(BehaviorRequest.parse({ events })).toEqual({ events });
  });

  it('converts the time of the event to UTC', () => {
    const { events } = BehaviorRequest.parse({
      events: [{ ...viewed, occurredAt: '2010-12-01T08:26:00+02:00' }],
    });
    expect(events[0]?.occurredAt).toBe('2010-12-01T06:26:00.000Z');
  });

  it.each([
    ['a field that its type needs', { ...viewed, productId: undefined }, '0/productId'],
    ['a query where the type is product-searched', { ...viewed, type: 'product-searched' }, '0/query'],
    ['a quantity where the type is cart-updated', { ...viewed, type: 'cart-updated' }, '0/quantity'],
  ])('names the missing field: %s', (_what, event, path) => {
    expect(errorsOf(event).map(({ path }) => path)).toContain(`events/${path}`);
  });

  it.each([
    [{ ...viewed, type: 'product-bought' }, 'type'],
    [{ ...viewed, sessionId: '' }, 'sessionId'],
    [{ ...viewed, sessionId: 's'.repeat(129) }, 'sessionId'],
    [{ ...viewed, eventId: 'has space' }, 'eventId'],
    [{ ...viewed, eventId: 'e'.repeat(129) }, 'eventId'],
    [{ ...viewed, customerId: 'c'.repeat(10_000) }, 'customerId'],
    [{ ...viewed, occurredAt: 'yesterday' }, 'occurredAt'],
    [{ ...viewed, occurredAt: '2010-12-01T08:26:00' }, 'occurredAt'],
    [{ ...viewed, occurredAt: '0000-01-01T00:00:00Z' }, 'occurredAt'],
    [{ ...viewed, type: 'cart-updated', quantity: -1 }, 'quantity'],
    [{ ...viewed, type: 'cart-updated', quantity: 1.5 }, 'quantity'],
    [{ ...viewed, type: 'cart-updated', quantity: 1e9 }, 'quantity'],
  ])('refuses %j', (event, field) => {
    expect(errorsOf(viewed, event).map(({ path }) => path)).toEqual([`events/1/${field}`]);
  });

  it('refuses unknown fields, and those of another type', () => {
    const { error } = BehaviorRequest.safeParse({ events: [{ ...viewed, query: 'lantern', colour: 'red' }] });
    expect(error?.issues).toEqual([
      expect.objectContaining({ code: 'unrecognized_keys', keys: ['query', 'colour'], path: ['events', 0] }),
    ]);
  });

  it('accepts 1 to 500 events', () => {
    const events = (count: number) => ({ events: Array.from({ length: count }, () => viewed) });
    expect(BehaviorRequest.safeParse(events(500)).success).toBe(true);
    expect(BehaviorRequest.safeParse(events(501)).success).toBe(false);
    expect(BehaviorRequest.safeParse(events(0)).success).toBe(false);
  });
});
