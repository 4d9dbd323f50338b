import { describe, expect, it } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { on } from '../consumer/subscription.js';
import { consumer } from '../consumer/define-consumer.js';
import { planConsumers } from '../consumer/plan.js';
import { happenedIn } from '../guarantees/testing/events.js';
import { silentLog } from '../log.js';
import { observeConsumers } from './consumer-gauges.js';
import { createInstruments } from './instruments.js';

class Handle {
  async handle(): Promise<void> {}
}

const plans = planConsumers(
  [consumer('svc-handle', { startFrom: 'now', ordering: 'none' }, [on(happenedIn('thing', 'shop'), Handle)])],
  1_000,
);
// Cumulative readers repeat what they saw last; with delta, only what is observed is exported.
const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

/** Name to value of every gauge in one collection. */
async function collect(): Promise<Record<string, unknown>> {
  const { resourceMetrics } = await reader.collect();
  const all = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
  return Object.fromEntries(
    all.flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map(({ value, attributes }) => [
        `${descriptor.name} ${String(attributes['messaging.consumer.group.name'])}`,
        value,
      ]),
    ),
  );
}

describe('the gauges of the consumers', () => {
  it('add up the durables of an identity, ask once a second at most, and report nothing while the broker is down', async () => {
    let connected = true;
    let asked = 0;
    let now = 0;
    const broker = {
      isConnected: () => connected,
      // One that no plan of the service declares does not count.
      reader: {
        durables: async (stream: string) => {
          asked += 1;
          return [...plans.map(({ declaration }) => declaration.name), 'others'].map((name) => ({
            stream,
            name,
            filters: ['>'],
            metadata: {},
            observedAt: 0,
            numPending: 20,
            numAckPending: asked,
            numRedelivered: 0,
            completedTo: '0',
          }));
        },
      },
    };
    const stop = observeConsumers(
      createInstruments(),
      broker,
      () => plans,
      silentLog,
      () => now,
    );
    const figures = {
      'waybill.consumer.pending svc-handle': 40,
      'waybill.consumer.ack_pending svc-handle': 2,
    };
    expect(await collect()).toEqual(figures);
    now = 999;
    expect(await collect()).toEqual(figures);
    expect(asked).toBe(1);
    now = 1_000;
    expect(await collect()).toMatchObject({ 'waybill.consumer.ack_pending svc-handle': 4 });
    connected = false;
    expect(await collect()).toEqual({});
    connected = true;
    stop();
    expect(await collect()).toEqual({});
  });
});
