import { metrics } from '@opentelemetry/api';
import type { HealthStatus } from '@waybill/messaging/operations';
import type { HealthChecks } from './health-checks.js';

const LEVEL: Record<HealthStatus, number> = { ok: 0, degraded: 1, failing: 2 };

/** Observes the health of each part and of the process whenever metrics are collected. Returns the function that stops it. */
export function observeHealth(health: HealthChecks): () => void {
  const meter = metrics.getMeter('@waybill/service');
  const status = meter.createObservableGauge('waybill.health.status', {
    description: 'Status of each part: 0 ok, 1 degraded, 2 failing',
  });
  const ready = meter.createObservableGauge('waybill.health.ready', {
    description: 'Whether the process is ready for traffic: 1 ready, 0 not ready',
  });
  const observe: Parameters<typeof meter.addBatchObservableCallback>[0] = (result) => {
    const report = health.report();
    result.observe(ready, report.ready ? 1 : 0);
    for (const { name, role, status: of } of report.checks) {
      result.observe(status, LEVEL[of], { check: name, role });
    }
  };
  meter.addBatchObservableCallback(observe, [status, ready]);
  return () => meter.removeBatchObservableCallback(observe, [status, ready]);
}
