import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OrderFacts } from '@waybill/contracts';
import { v7 as uuid } from 'uuid';
import { testAnalytics, type TestAnalytics } from '../testing/test-analytics.js';
import { emptySessions } from './empty-sessions.sql.js';
import type { FunnelStep } from './funnel-projection.js';

let analytics: TestAnalytics;

beforeAll(async () => {
  analytics = await testAnalytics();
});
beforeEach(() => analytics.database.pool.query('TRUNCATE sale, product_sale, session'));
afterAll(() => analytics?.close());

/** 1 March 2011, by minutes from noon. */
const at = (minutes: number): string => new Date(Date.UTC(2011, 2, 1, 12, minutes)).toISOString();

const step = (sessionId: string, minutes: number, more: Partial<FunnelStep> = {}): FunnelStep => ({
  sessionId,
  occurredAt: at(minutes),
  viewed: false,
  carted: false,
  ...more,
});

const advance = (...steps: FunnelStep[]) =>
  analytics.database.transaction((tx) => analytics.funnel.advance(tx, steps));

const orderOf = (customerId: string, minutes: number): OrderFacts => ({
  orderId: uuid(),
  customerId,
  currency: 'GBP',
  total: '1',
  placedAt: at(minutes),
  lines: [{ productId: 'p', description: '', quantity: 1, unitPrice: '1' }],
});
const count = (order: OrderFacts) =>
  analytics.database.transaction((tx) => analytics.sales.count(tx, [order]));
const sessionsOfLastHour = async () => (await analytics.figures.running(new Date(at(0)))).lastHour.sessions;
const withdraw = (order: OrderFacts) =>
  analytics.database.transaction((tx) => analytics.sales.withdraw(tx, [order]));

describe('funnel', () => {
  it('counts each session once per stage, over any number of batches', async () => {
    await advance(
      step('searched', 0),
      step('viewed', 0, { viewed: true }),
      step('carted', 0, { viewed: true }),
    );
    await advance(
      step('viewed', 1, { viewed: true }),
      step('carted', 1, { carted: true }),
      step('carted', 2),
    );
    expect(await analytics.figures.funnel({})).toEqual({ sessions: 3, viewed: 2, carted: 1, ordered: 0 });
  });

  it('is empty when a rebuild starts, and sales are unchanged', async () => {
    const order = orderOf('c', 5);
    await count(order);
    await advance(step('s', 0, { viewed: true, customerId: 'c' }));
    await analytics.database.transaction(emptySessions);
    expect(await analytics.figures.funnel({})).toEqual({ sessions: 0, viewed: 0, carted: 0, ordered: 0 });
    const { rows } = await analytics.database.pool.query('SELECT order_id AS "orderId" FROM sale');
    expect(rows).toEqual([{ orderId: order.orderId }]);
  });

  it('does not depend on the order or repetition of steps', async () => {
    const steps = [
      step('s', 5, { viewed: true, customerId: 'c-early' }),
      step('s', 9, { carted: true, customerId: 'c-late' }),
      step('s', 1),
      step('s', 12),
    ];
    const rowAfter = async (batches: FunnelStep[][]) => {
      await analytics.database.pool.query('TRUNCATE session');
      for (const batch of batches) await advance(...batch);
      return (await analytics.database.pool.query<Record<string, unknown>>('SELECT * FROM session')).rows;
    };
    const expected = await rowAfter([steps]);
    expect(expected).toEqual([
      expect.objectContaining({
        customer_id: 'c-late',
        started_at: new Date(at(1)),
        last_seen_at: new Date(at(12)),
        viewed: true,
        carted: true,
      }),
    ]);
    expect(await rowAfter(steps.map((one) => [one]))).toEqual(expected);
    expect(await rowAfter(steps.toReversed().map((one) => [one]))).toEqual(expected);
    expect(await rowAfter([steps, steps, steps.slice(1)])).toEqual(expected);
  });

  it('has the sessions that began in the period, with all their later steps', async () => {
    await advance(step('before', -1, { viewed: true }), step('inside', 0), step('after', 60));
    await advance(step('before', 10, { carted: true }), step('inside', 90, { viewed: true }));
    expect(await analytics.figures.funnel({ from: at(0), to: at(60) })).toEqual({
      sessions: 1,
      viewed: 1,
      carted: 0,
      ordered: 0,
    });
  });

  it.each([
    ['an order during the session', 5, 1],
    ['an order 30 minutes after its last event', 40, 1],
    ['an order later than that', 41, 0],
    ['an order before its first event', -1, 0],
  ])('counts %s as it should', async (_what, minutes, ordered) => {
    await advance(step('s', 0, { customerId: 'c-1' }), step('s', 10), step('stranger', 0));
    await count(orderOf('c-1', minutes));
    expect(await analytics.figures.funnel({})).toMatchObject({ sessions: 2, ordered });
  });

  it('subtracts a cancelled order', async () => {
    await advance(step('s', 0, { customerId: 'c-1' }));
    const order = orderOf('c-1', 1);
    await count(order);
    await withdraw(order);
    expect(await analytics.figures.funnel({})).toMatchObject({ sessions: 1, ordered: 0 });
  });

  it('has no deadlock between replicas that advance the same sessions in different orders', async () => {
    const steps = Array.from({ length: 3_000 }, (_, i) => step(`s-${i}`, i, { viewed: true }));
    await advance(...steps);
    await Promise.all([
      advance(...steps),
      advance(...steps.toReversed()),
      advance(...steps.map((one) => ({ ...one, carted: true }))),
    ]);
    expect(await analytics.figures.funnel({})).toEqual({
      sessions: 3_000,
      viewed: 3_000,
      carted: 3_000,
      ordered: 0,
    });
  });
});

it('counts no session of the last hour that begins in the future', async () => {
  await advance(step('now', -5), step('later', 5), step('much later', 60 * 24 * 365));
  expect(await sessionsOfLastHour()).toBe(1);
});
