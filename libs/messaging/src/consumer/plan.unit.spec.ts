import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent, type EventContract } from '../contract/index.js';
import { planConsumers } from './plan.js';
import { on, onBatch } from './subscription.js';

const schema = z.object({ id: z.string() });
const event = (type: string, over: Partial<{ version: number; previous: EventContract }> = {}) =>
  defineEvent({
    type,
    version: 1,
    owner: 'order',
    key: ({ id }) => id,
    schema,
    ...over,
    ...(over.previous && { upcast: (data: { id: string }) => data }),
  });

const OrderPlaced = event('order.placed');
const OrderConfirmed = event('order.confirmed');
const PageViewed = event('behavior.page-viewed');

class First {
  async handle(): Promise<void> {}
}
class SecondHandler {
  async handle(): Promise<void> {}
}

const declarations = (...subscriptions: Parameters<typeof planConsumers>[1]) =>
  planConsumers('billing', subscriptions, 10_000).map(({ declaration }) => declaration);

describe('the consumers of a service', () => {
  it('are one strict durable per lane and partition for events in key order', () => {
    const plans = planConsumers('billing', [on(OrderPlaced, First)], 10_000);
    expect(plans.map(({ declaration }) => declaration.name).sort()).toEqual(
      ['express', 'standard'].flatMap((lane) => [0, 1, 2, 3, 4, 5, 6, 7].map((n) => `billing-${lane}-${n}`)),
    );
    expect(plans[3]).toMatchObject({
      identity: 'billing',
      lane: 'express',
      declaration: {
        stream: 'ORDER',
        name: 'billing-express-3',
        filter: 'order.placed.v1.express.3',
        maxAckPending: 1,
        ackWaitMs: 10_000,
      },
    });
  });

  it('share a durable between the event types of a domain, so that a key’s events keep one order', () => {
    const plans = planConsumers('billing', [on(OrderPlaced, First), on(OrderConfirmed, SecondHandler)], 1);
    expect(plans).toHaveLength(16);
    expect(plans[0]!.declaration.filter).toBe('order.*.*.express.0');
    expect([...plans[0]!.routes].map(([type, { handler }]) => [type, handler])).toEqual([
      ['order.placed', First],
      ['order.confirmed', SecondHandler],
    ]);
  });

  it('are of each domain’s own stream', () => {
    const filters = declarations(on(OrderPlaced, First), on(PageViewed, SecondHandler));
    expect(filters).toHaveLength(32);
    expect(filters[0]).toMatchObject({ stream: 'ORDER', filter: 'order.placed.v1.express.0' });
    expect(filters[16]).toMatchObject({
      stream: 'BEHAVIOR',
      filter: 'behavior.page-viewed.v1.express.0',
      name: 'billing-express-0',
    });
  });

  it('take older versions too where the contract has some', () => {
    const V2 = event('order.placed', { version: 2, previous: OrderPlaced });
    expect(declarations(on(V2, First))[0]!.filter).toBe('order.placed.*.express.0');
  });

  it('are one durable per lane, of the handler’s own, without ordering', () => {
    const subscription = on(OrderPlaced, SecondHandler, { ordering: 'none', concurrency: 7 });
    expect(declarations(subscription)).toEqual(
      ['express', 'standard'].map((lane) => ({
        stream: 'ORDER',
        name: `billing-second-handler-${lane}`,
        filter: `order.placed.v1.${lane}.*`,
        maxAckPending: 7,
        ackWaitMs: 10_000,
      })),
    );
    expect(planConsumers('billing', [subscription], 1)[0]!.identity).toBe('billing-second-handler');
  });

  it('are one durable per stream for a batch handler, with room for the next batch', () => {
    const subscription = onBatch([OrderPlaced, OrderConfirmed, PageViewed], SecondHandler, {
      maxMessages: 300,
      maxWait: '2s',
    });
    expect(declarations(subscription)).toMatchObject([
      { stream: 'ORDER', name: 'billing-second-handler', filter: 'order.*.*.*.*', maxAckPending: 600 },
      {
        stream: 'BEHAVIOR',
        name: 'billing-second-handler',
        filter: 'behavior.page-viewed.v1.*.*',
        maxAckPending: 600,
      },
    ]);
    const [plan] = planConsumers('billing', [subscription], 1);
    expect(plan!.batch).toMatchObject({ maxMessages: 300, maxWaitMs: 2_000 });
  });

  it('are refused where two handlers want the same event in key order: one would never be called', () => {
    expect(() => declarations(on(OrderPlaced, First), on(OrderPlaced, SecondHandler))).toThrow(
      /First and SecondHandler both take order\.placed/,
    );
  });

  it('are as many as wished for one event where all but one give up key order', () => {
    const plans = declarations(
      on(OrderPlaced, First),
      on(OrderPlaced, SecondHandler, { ordering: 'none' }),
      onBatch(OrderPlaced, class ThirdHandler extends First {}),
    );
    expect(plans).toHaveLength(16 + 2 + 1);
  });

  it('are refused where two subscriptions would share a durable: the events of one would never come', () => {
    const unordered = { ordering: 'none' } as const;
    expect(() =>
      declarations(on(OrderPlaced, First, unordered), on(OrderConfirmed, First, unordered)),
    ).toThrow(/billing-first-express of ORDER.*handler class of its own/);
    expect(() => declarations(onBatch(OrderPlaced, First), onBatch(OrderConfirmed, First))).toThrow(
      TypeError,
    );
  });
});
