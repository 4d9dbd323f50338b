import { describe, expect, it } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { OrderCancelled, OrderConfirmed, OrderPlaced } from '@waybill/contracts';
import type { TransactionRunner } from '@waybill/messaging';
import { SettlementMetrics } from './settlement-metrics.js';

type Committed = Parameters<Parameters<TransactionRunner['onCommitted']>[0]>[0];

const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

/** Of the time 0x0190_0000_0000, in milliseconds. */
const ORDER = '01900000-0000-7000-8000-000000000000';
const PLACED_AT = 0x0190_0000_0000;

async function collect() {
  const { resourceMetrics } = await reader.collect();
  return resourceMetrics.scopeMetrics
    .flatMap((scope) => scope.metrics)
    .flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map(({ attributes, value }) => ({ name: descriptor.name, attributes, value })),
    );
}

describe('the metrics of settlement', () => {
  it('count what was accepted, and time it from acceptance to settlement, not to a later cancellation', async () => {
    let committed: (events: Committed) => void = () => undefined;
    const onCommitted: TransactionRunner['onCommitted'] = (listener) => {
      committed = listener;
      return () => undefined;
    };
    new SettlementMetrics({ onCommitted }, () => PLACED_AT + 4_000);
    expect(await collect()).toEqual([{ name: 'waybill.order.accepted', attributes: {}, value: 0 }]);

    const event = (contract: object, data: object = {}) =>
      ({ contract, key: ORDER, body: JSON.stringify(data) }) as unknown as Committed[number];
    committed([event(OrderPlaced), event(OrderPlaced)]);
    committed([event(OrderConfirmed)]);
    committed([event(OrderCancelled, { previousStatus: 'confirmed' })]);
    committed([event(OrderCancelled, { previousStatus: 'placed' })]);
    expect(await collect()).toEqual([
      { name: 'waybill.order.accepted', attributes: {}, value: 2 },
      ...['confirmed', 'cancelled'].map((outcome) => ({
        name: 'waybill.order.settlement.duration',
        attributes: { 'waybill.order.outcome': outcome },
        value: expect.objectContaining({ count: 1, sum: 4 }) as unknown,
      })),
    ]);
  });
});
