import { describe, expect, it } from '@jest/globals';
import { SeenRoutes } from './seen-routes.js';
import type { SeenRoute, SpanQueries } from '../persistence/span-queries.js';

const route = (type: string): SeenRoute => ({
  service: 'order',
  step: 'process',
  type,
  consumer: type,
  count: 4,
  errors: 0,
  runs: 2,
  meanMs: 10,
  outcomes: { handled: 3, retried: 1 },
});

function seen(routes: SeenRoute[]): SeenRoutes {
  const spans: Pick<SpanQueries, 'routesSince'> = { routesSince: async () => routes };
  return new SeenRoutes(spans as SpanQueries);
}

describe('the routes seen in spans', () => {
  it('are remembered, with what a run of the handler settles in which time', async () => {
    const routes = seen([route('order.placed')]);
    expect([...(await routes.view()).ever]).toEqual(['order process order.placed order.placed']);
    expect(routes.runOf('order.placed')).toEqual({ messages: 1.5, ms: 10 });
  });

  it('take no more room than five thousand, however many names there are', async () => {
    const routes = seen(Array.from({ length: 6_000 }, (_, at) => route(`e${at}`)));
    expect((await routes.view()).ever.size).toBe(5_000);
    expect([routes.runOf('e4999'), routes.runOf('e5000')]).toEqual([{ messages: 1.5, ms: 10 }, undefined]);
  });
});
