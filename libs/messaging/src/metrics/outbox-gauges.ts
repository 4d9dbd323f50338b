import type { BatchObservableCallback } from '@opentelemetry/api';
import type { Log } from '../log.js';
import { outboxStatus } from '../outbox/status.sql.js';
import type { SqlTransaction, Transactions } from '../sql/sql-transaction.js';
import type { Instruments } from './instruments.js';

/** Reads the outbox whenever metrics are collected, and not otherwise. Gives the way to stop. */
export function observeOutbox(
  { meter, outboxPending, outboxOldestAge, outboxDead }: Instruments,
  transactions: Transactions<SqlTransaction>,
  log: Log,
): () => void {
  const gauges = [outboxPending, outboxOldestAge, outboxDead];
  const observe: BatchObservableCallback = async (result) => {
    try {
      const status = await transactions.run(outboxStatus);
      result.observe(outboxPending, status.pending);
      result.observe(outboxOldestAge, status.oldestSeconds ?? 0);
      result.observe(outboxDead, status.dead);
    } catch (error) {
      // No figure is the honest figure while the database is away.
      log.warn({ err: error }, 'could not read the outbox for metrics');
    }
  };
  meter.addBatchObservableCallback(observe, gauges);
  return () => meter.removeBatchObservableCallback(observe, gauges);
}
