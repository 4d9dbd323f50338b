import { describe, expect, it } from '@jest/globals';
import type { MappedEvent } from './collect.js';
import { renderMap } from './render.js';

const event: MappedEvent = {
  name: 'order.placed.v1',
  type: 'order.placed',
  version: 1,
  owner: 'order',
  stream: 'ORDER',
  subject: 'order.placed.v1.{lane}.{partition}',
  key: 'orderId',
  fields: [{ name: 'orderId', type: 'string (uuid)', optional: false }],
  consumers: [
    {
      service: 'analytics',
      consumer: 'analytics-orders',
      handler: 'CountOrders',
      policy: 'in key order, 5 attempts',
      reads: 1,
    },
  ],
};

describe('the message map', () => {
  it('says of each event who owns it, where it travels and who handles it how', () => {
    const map = renderMap([event]);
    expect(map).toContain(
      '| `order.placed` v1 | order | `ORDER` | `order.placed.v1.{lane}.{partition}` | `orderId` | analytics: `CountOrders` |',
    );
    expect(map).toContain(
      '| `analytics-orders` | `order.placed.v1` | `CountOrders` | in key order, 5 attempts |',
    );
    expect(map).toContain('| `orderId` | string (uuid) |');
  });

  it('draws the way from the owner through the event to its consumers', () => {
    const map = renderMap([event]);
    expect(map).toContain('  order --> order_placed_v1\n  order_placed_v1 --> analytics_in\n');
  });

  it('says of an old version that its handler gets it upcast', () => {
    const consumers = event.consumers.map((consumer) => ({ ...consumer, reads: 2 }));
    expect(renderMap([{ ...event, consumers }])).toContain('| analytics: `CountOrders`, as v2 |');
  });

  it('says so if there is no consumer', () => {
    expect(renderMap([{ ...event, consumers: [] }])).toContain('| none yet |');
  });

  it('says what runs by the clock, where something does', () => {
    const schedule = { service: 'loyalty', name: 'expire-points', plan: 'every 1h', task: 'ExpirePoints' };
    expect(renderMap([event], [schedule])).toContain(
      '| loyalty | `expire-points` | every 1h | `ExpirePoints` |',
    );
    expect(renderMap([event])).not.toContain('by the clock');
  });
});
