import type { ObservableCallback } from '@opentelemetry/api';
import { DRIFT_KINDS, type TopologyDrift } from '../transport/transport.js';
import type { Instruments } from './instruments.js';

/**
 * Reports how many streams and durables are not as declared, by the kind of drift, 0 included. Every process of a service
 * sees the same broker: take the maximum over them, not the sum. Returns the function that stops it.
 */
export function observeDrifts(
  { topologyDrifts }: Instruments,
  drifts: () => readonly Pick<TopologyDrift, 'kind'>[],
): () => void {
  const observe: ObservableCallback = (result) => {
    const found = drifts();
    for (const kind of DRIFT_KINDS) {
      const count = found.filter((drift) => drift.kind === kind).length;
      result.observe(count, { 'waybill.topology.drift_kind': kind });
    }
  };
  topologyDrifts.addCallback(observe);
  return () => topologyDrifts.removeCallback(observe);
}
