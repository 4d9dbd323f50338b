import { afterAll, expect, it } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import { resourceOf } from '../resource.js';
import { startMetrics } from './metrics.js';

const { read, shutdown } = startMetrics(resourceOf('order'), []);
afterAll(async () => {
  await shutdown();
  metrics.disable();
});

it('a gauge has the values that were observed for this scrape, and a counter all that was counted', async () => {
  const meter = metrics.getMeter('test');
  let paused = ['a', 'b'];
  meter.createObservableGauge('paused').addCallback((result) => {
    for (const consumer of paused) result.observe(1, { consumer });
  });
  const counter = meter.createCounter('handled');
  const series = async () =>
    [...(await read()).matchAll(/^((?:paused|handled)\S*)\{(?:consumer="(\w)")?.* (\d+)$/gm)].map((match) =>
      match.slice(1),
    );
  counter.add(2);
  expect(await series()).toEqual([
    ['paused', 'a', '1'],
    ['paused', 'b', '1'],
    ['handled_total', undefined, '2'],
  ]);
  paused = ['b'];
  counter.add(1);
  expect(await series()).toEqual([
    ['paused', 'b', '1'],
    ['handled_total', undefined, '3'],
  ]);
});
