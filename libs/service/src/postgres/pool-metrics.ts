import { metrics, type BatchObservableCallback } from '@opentelemetry/api';
import type pg from 'pg';

type Watched = Pick<pg.Pool, 'totalCount' | 'idleCount' | 'waitingCount' | 'ended'> & {
  readonly waitingRequests: number;
  readonly options: { readonly max: number };
};

/** Reports the pool under the names of OpenTelemetry's conventions for database clients, until it is ended. */
export function observePool(pool: Watched, name: string): void {
  const meter = metrics.getMeter('@waybill/service');
  const gauge = (metric: string, description: string, unit: string) =>
    meter.createObservableGauge(`db.client.connection.${metric}`, { description, unit });
  const count = gauge('count', 'Connections of the pool, by state', '{connection}');
  const max = gauge('max', 'Most connections of the pool', '{connection}');
  const pending = gauge('pending_requests', 'Requests that wait for a connection', '{request}');
  const labels = { 'db.client.connection.pool.name': name };
  const observe: BatchObservableCallback = (result) => {
    if (pool.ended) return meter.removeBatchObservableCallback(observe, [count, max, pending]);
    const used = pool.totalCount - pool.idleCount;
    result.observe(count, used, { ...labels, 'db.client.connection.state': 'used' });
    result.observe(count, pool.idleCount, { ...labels, 'db.client.connection.state': 'idle' });
    result.observe(max, pool.options.max, labels);
    result.observe(pending, pool.waitingCount + pool.waitingRequests, labels);
  };
  meter.addBatchObservableCallback(observe, [count, max, pending]);
}
