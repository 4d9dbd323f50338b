import type { BatchObservableCallback } from '@opentelemetry/api';
import type { ServerLoad } from '../health/server-load.sql.js';
import type { Instruments } from './instruments.js';

/**
 * Reports how near the database server is to its limit of connections, and the size of the service's database. Every
 * process of a service sees the same: take the maximum over them, not the sum. Returns the function that stops it.
 */
export function observeDatabase(
  { meter, databaseConnections, databaseConnectionLimit, databaseSize }: Instruments,
  load: () => ServerLoad | undefined,
): () => void {
  const gauges = [databaseConnections, databaseConnectionLimit, databaseSize];
  const observe: BatchObservableCallback = (result) => {
    const known = load();
    // Report no figure while the database is down.
    if (!known) return;
    result.observe(databaseConnections, known.connections);
    result.observe(databaseConnectionLimit, known.connectionLimit);
    result.observe(databaseSize, known.bytes);
  };
  meter.addBatchObservableCallback(observe, gauges);
  return () => meter.removeBatchObservableCallback(observe, gauges);
}
