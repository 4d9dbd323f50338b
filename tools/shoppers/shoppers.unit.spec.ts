import { describe, expect, it } from '@jest/globals';
import { Random } from './random.ts';
import { startShoppers } from './start-shoppers.ts';
import { planVisit } from './visit.ts';

const catalogue = Array.from({ length: 48 }, (_, i) => ({
  productId: `P${i}`,
  description: `Fine Thing ${i}`,
  unitPrice: { amount: '1', currency: 'GBP' },
  stock: i === 7 ? 3 : 500,
}));

interface Request {
  at: number;
  path: string;
  body: { events?: { eventId: string; type: string }[]; lines?: unknown[]; stock?: number } | undefined;
  key: string | undefined;
}

type Service = 'order.test' | 'analytics.test';

/** Runs shoppers for a number of their waits, on a fake clock, against services that respond at once. */
async function run({
  seed = 1,
  rounds = 200,
  isDown = (_service: Service, _round: number): boolean => false,
} = {}) {
  const requests: Request[] = [];
  const logs: string[] = [];
  const stop = new AbortController();
  let round = 0;
  let now = Date.UTC(2026, 10, 22);
  const answer = (path: string): unknown => {
    if (path.startsWith('/products?')) return { items: catalogue };
    return path === '/orders' ? { orderId: `order-${requests.length}` } : {};
  };
  await startShoppers({
    urls: { order: 'http://order.test', analytics: 'http://analytics.test' },
    seed,
    signal: stop.signal,
    log: (message) => logs.push(message),
    now: () => now,
    wait: (ms) => {
      now += ms;
      if (++round >= rounds) stop.abort();
      return Promise.resolve();
    },
    request: ({ hostname, pathname, search }, { body, headers }) => {
      const path = pathname + search;
      if (isDown(hostname as Service, round)) return Promise.reject(new Error('connection refused'));
      const parsed = body === undefined ? undefined : (JSON.parse(body) as Request['body']);
      requests.push({ at: now, path, body: parsed, key: headers['idempotency-key'] });
      return Promise.resolve({ status: 200, text: JSON.stringify(answer(path)) });
    },
  });
  const seconds = (now - Date.UTC(2026, 10, 22)) / 1000;
  return { requests, logs, seconds, orders: requests.filter(({ path }) => path === '/orders') };
}

const eventsOf = (requests: Request[]) => requests.flatMap(({ body }) => body?.events ?? []);

describe('simulated shoppers', () => {
  it('do the same for the same seed, and something else for another', async () => {
    const [first, again, other] = [await run({ seed: 7 }), await run({ seed: 7 }), await run({ seed: 8 })];
    expect(again.requests).toEqual(first.requests);
    expect(other.requests).not.toEqual(first.requests);
  });

  it('are gentle: about one action a second, an order every few seconds', async () => {
    const { seconds, orders } = await run({ rounds: 1000 });
    expect(seconds).toBeGreaterThan(900);
    expect(seconds).toBeLessThan(1100);
    expect(seconds / orders.length).toBeGreaterThan(3);
    expect(seconds / orders.length).toBeLessThan(12);
  });

  it('search, view, fill carts, order and sometimes cancel', async () => {
    const { requests } = await run({ rounds: 1000 });
    const types = new Set(eventsOf(requests).map(({ type }) => type));
    expect([...types].sort()).toEqual(['cart-updated', 'product-searched', 'product-viewed']);
    const cancelled = requests.filter(({ path }) => /^\/orders\/order-\d+\/cancel$/.test(path));
    expect(cancelled.length).toBeGreaterThan(0);
    const orders = requests.filter(({ path }) => path === '/orders').length;
    expect(cancelled.length).toBeLessThan(orders / 4);
  });

  it('wait for a shop that is not there yet, and say so once', async () => {
    const { orders, logs } = await run({ rounds: 400, isDown: (_, round) => round < 100 });
    expect(orders.length).toBeGreaterThan(0);
    expect(logs.filter((line) => line.includes('order service is down'))).toHaveLength(1);
    expect(logs).toContain('shoppers: the order service is back');
  });

  it('go on ordering while analytics is down, and report each act once when it is back', async () => {
    const { requests, orders } = await run({
      rounds: 200,
      isDown: (service, round) => service === 'analytics.test' && round > 50 && round < 120,
    });
    expect(
      orders.some(({ at }) => at > Date.UTC(2026, 10, 22, 0, 1) && at < Date.UTC(2026, 10, 22, 0, 2)),
    ).toBe(true);
    const ids = eventsOf(requests).map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(ids.length);
    const whole = await run({ rounds: 200 });
    expect(ids.length).toBeGreaterThan(eventsOf(whole.requests).length * 0.9);
  });

  it('order under a key of their own, so that an order whose response was lost is not placed twice', async () => {
    const { orders } = await run({ rounds: 500 });
    expect(orders.every(({ key }) => key !== undefined)).toBe(true);
    expect(new Set(orders.map(({ key }) => key)).size).toBe(orders.length);
  });

  it('have a supplier, who fills up what is nearly sold out', async () => {
    const { requests } = await run();
    const deliveries = requests.filter(({ body }) => body?.stock !== undefined);
    expect(deliveries.length).toBeGreaterThan(0);
    expect(new Set(deliveries.map(({ path }) => path))).toEqual(new Set(['/products/P7']));
  });

  it('never order an empty cart', () => {
    const random = new Random(3);
    const actions = Array.from({ length: 500 }, () => [...planVisit(random, 5, catalogue)]).flat();
    const orders = actions.filter((action) => action.type === 'order');
    expect(orders.length).toBeGreaterThan(100);
    expect(orders.every(({ lines }) => lines.length > 0 && lines.every(({ quantity }) => quantity > 0))).toBe(
      true,
    );
  });
});
