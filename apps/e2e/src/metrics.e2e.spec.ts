import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConsoleApi } from './support/console-api.js';
import { exposedSeries, type ExposedSeries } from './support/exposed-series.js';
import { Faults } from './support/faults.js';
import { eventually, Platform } from './support/platform.js';
import { publishUnreadable } from './support/publish-unreadable.js';
import { Shop } from './support/shop.js';
import { seriesIn, usedSeries } from './support/used-series.js';

/** Prometheus's own, what the rules record, and what node_exporter and the kubelet have. */
const NOT_OURS = /^(?:ALERTS$|slo:|node_filesystem_|kubelet_)/;

let platform: Platform;
let shop: Shop;

beforeAll(async () => {
  platform = await Platform.start();
  shop = new Shop(platform);
}, 240_000);

afterAll(() => platform?.stop(), 60_000);

async function expose(which: (name: string) => boolean = () => true): Promise<ExposedSeries> {
  const { urls } = await platform.state();
  const chosen = Object.entries(urls).filter(([name]) => which(name));
  return exposedSeries(
    await Promise.all(
      chosen.map(async ([, url]) => {
        const response = await fetch(`${url}/metrics`);
        expect(response.status).toBe(200);
        return response.text();
      }),
    ),
  );
}

/** What rules and dashboards read, and no process exposes. */
async function missing(): Promise<string[]> {
  const exposed = await expose();
  return usedSeries()
    .filter(({ metric }) => !NOT_OURS.test(metric))
    .filter(
      ({ metric, labels }) =>
        !exposed.get(metric)?.some((series) => labels.every((label) => series.has(label))),
    )
    .map(({ file, metric, labels }) => `${file}: ${metric}{${labels.join()}}`);
}

describe('the labels of metrics', () => {
  /** As a caller with a name of its own, who orders, looks at the order, and has lost the way. */
  const call = async (customerId: string) => {
    const { orderId } = await shop.place(customerId, 'measured');
    await shop.settled(orderId);
    await shop.get('order', `/no-such-path/${orderId}`);
    await eventually(
      async () => (await shop.get('analytics', `/customers/${customerId}`)).status === 200,
      'it is counted',
    );
  };
  /** Of the services: the console takes a request of another kind whenever a batch of telemetry is due. */
  const metricsOf = async () =>
    [...(await expose((name) => name !== 'console'))]
      .map(([metric, series]) => `${metric}: ${series.length}`)
      .sort();

  it('are not made of ids: more callers and orders add no series', async () => {
    await shop.stock('measured', null);
    for (const nth of [1, 2, 3]) await call(`first-${nth}`);
    await metricsOf(); // a scrape is a request too, and is counted once it is over
    const before = await metricsOf();
    await Promise.all(Array.from({ length: 50 }, (_, nth) => call(`later-${nth}`)));
    const own = (lines: string[]) => lines.filter((line) => !/health_status/.test(line));
    expect(own(await metricsOf())).toEqual(own(before));
  }, 120_000);
});

describe('the series of rules and dashboards', () => {
  it('are read out of PromQL with the labels that they need', () => {
    const expr =
      'histogram_quantile(0.9, sum by (le, job) (rate(a_bucket{b="c"}[5m]))) > on (x) d unless e == 1';
    expect(seriesIn(expr)).toEqual([
      { metric: 'a_bucket', labels: ['b', 'le', 'job'] },
      { metric: 'd', labels: [] },
      { metric: 'e', labels: [] },
    ]);
    expect(() => seriesIn('sum(rate(a[5m])')).toThrow(SyntaxError);
  });

  it('are exposed by the services, once everything has happened that they tell of', async () => {
    const api = await ConsoleApi.of(platform);
    await publishUnreadable(platform);
    await api.post('/api/consumers/order-payment/pause', {});
    await platform.act('nats', 'stop');
    const event = { type: 'product-viewed', sessionId: 'measured', productId: 'measured' };
    expect((await shop.send('analytics', 'POST', '/behavior', { events: [event] })).status).toBe(503);
    await platform.act('nats', 'start');
    await eventually(async () => (await missing()).length === 0, 'everything is exposed').catch(async () =>
      expect(await missing()).toEqual([]),
    );
  }, 120_000);
});

describe('log lines', () => {
  it('are one JSON object each, and name the trace and the event that they are about', async () => {
    await using faults = await Faults.of(platform);
    await shop.stock('logged', null);
    const traceId = randomBytes(16).toString('hex');
    await faults.switchOn('order', 'failing-handler', 100);
    const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
    await shop.place('logged', 'logged', 1, {}, { traceparent });
    const file = join(platform.dataDir, 'logs', 'order.log');
    const lines = async () =>
      (await readFile(file, 'utf8'))
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    const ofTrace = async () =>
      (await lines()).find((line) => line['trace_id'] === traceId && line['eventId'] !== undefined);
    await eventually(async () => (await ofTrace()) !== undefined, 'the failed attempt is logged');
    expect(await ofTrace()).toMatchObject({
      ...{ level: 'warn', service: 'order', consumer: 'order-settlement', type: 'order.placed' },
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      span_id: expect.stringMatching(/^[\da-f]{16}$/),
    });
    await faults.heal();
  }, 60_000);
});
