import type { ObservableCallback } from '@opentelemetry/api';
import type { NotPulling } from '../flow/not-pulling.js';
import type { Instruments } from './instruments.js';

/** Reports for which consumers this process does not pull on purpose, and why. Returns the function that stops it. */
export function observePullStops(
  { consumerNotPulling }: Instruments,
  notPulling: () => readonly NotPulling[],
): () => void {
  const observe: ObservableCallback = (result) => {
    for (const { consumer, cause } of notPulling()) {
      result.observe(1, {
        'messaging.system': 'nats',
        'messaging.consumer.group.name': consumer,
        'waybill.consumer.stop_cause': cause,
      });
    }
  };
  consumerNotPulling.addCallback(observe);
  return () => consumerNotPulling.removeCallback(observe);
}
