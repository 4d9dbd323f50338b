import type { BatchObservableCallback } from '@opentelemetry/api';
import type { OutboxBacklog } from '../outbox/outbox-backlog.sql.js';
import { overdueSeconds } from '../outbox/status.sql.js';
import type { Instruments } from './instruments.js';

/**
 * Reports the outbox whenever metrics are collected. Every process of a service reports the same table: take the maximum
 * over them, not the sum. Returns the function that stops it.
 */
export function observeOutbox(
  {
    meter,
    outboxPending,
    outboxOldestAge,
    outboxParked,
    outboxScheduled,
    outboxOverdue,
    outboxRelays,
  }: Instruments,
  backlog: () => OutboxBacklog | undefined,
): () => void {
  const gauges = [outboxPending, outboxOldestAge, outboxParked, outboxScheduled, outboxOverdue, outboxRelays];
  const observe: BatchObservableCallback = (result) => {
    const known = backlog();
    // Report no figure while the database is down.
    if (!known) return;
    result.observe(outboxPending, known.pending);
    result.observe(outboxOldestAge, known.oldestSeconds ?? 0);
    result.observe(outboxParked, known.parked);
    result.observe(outboxScheduled, known.scheduled);
    result.observe(outboxOverdue, overdueSeconds(known));
    result.observe(outboxRelays, known.relays);
  };
  meter.addBatchObservableCallback(observe, gauges);
  return () => meter.removeBatchObservableCallback(observe, gauges);
}
