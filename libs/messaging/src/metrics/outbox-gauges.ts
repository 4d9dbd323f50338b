import type { BatchObservableCallback } from '@opentelemetry/api';
import type { OutboxBacklog } from '../outbox/outbox-backlog.sql.js';
import type { Instruments } from './instruments.js';

/**
 * Tells what is known of the outbox whenever metrics are collected. Every process of a service tells the same of the
 * same table: take the maximum over them, not the sum. Gives the way to stop.
 */
export function observeOutbox(
  { meter, outboxPending, outboxOldestAge, outboxDead, outboxRelays }: Instruments,
  backlog: () => OutboxBacklog | undefined,
): () => void {
  const gauges = [outboxPending, outboxOldestAge, outboxDead, outboxRelays];
  const observe: BatchObservableCallback = (result) => {
    const known = backlog();
    // No figure is the honest figure while the database is away.
    if (!known) return;
    result.observe(outboxPending, known.pending);
    result.observe(outboxOldestAge, known.oldestSeconds ?? 0);
    result.observe(outboxDead, known.dead);
    result.observe(outboxRelays, known.relays);
  };
  meter.addBatchObservableCallback(observe, gauges);
  return () => meter.removeBatchObservableCallback(observe, gauges);
}
