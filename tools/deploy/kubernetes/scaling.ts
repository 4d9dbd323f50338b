import type { IScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import type { DeployedService } from '../deployed-service.ts';
import { partsOf } from './labels.ts';
import { renderManifests } from './render-manifests.ts';

const COMMENT = `
KEDA scales consumers by what waits for them, as Prometheus has it from the services' own metric. The trigger
\`nats-jetstream\` sees one durable, and a service has one per partition and lane: 16 triggers for each consumer, each
asking the leader of that durable, and none of them knows about the others.

At most eight pods have something to do for a consumer that keeps order: a partition is handled by one at a time. None is
scaled to zero, because only running pods report what waits.`;

/** The partitions of a lane: what is handled at the same time, at most. */
const MOST = 8;

export function renderScaling(services: readonly DeployedService[]): string {
  return renderManifests(
    COMMENT,
    services.flatMap((service) => {
      const consumers = partsOf(service).find(({ roles }) => roles === 'consumers');
      return consumers ? [scaledObject(service.name, consumers.name)] : [];
    }),
  );
}

function scaledObject(service: string, deployment: string): IScaledObject {
  const pending = `max by (messaging_consumer_group_name) (waybill_consumer_pending{service_name="${service}"})`;
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: deployment },
    spec: {
      scaleTargetRef: { name: deployment },
      minReplicaCount: 2,
      maxReplicaCount: MOST,
      // Without Prometheus: as many as there are, and not back to the least.
      fallback: { failureThreshold: 3, replicas: 2, behavior: 'currentReplicasIfHigher' },
      triggers: [
        {
          type: 'prometheus',
          metadata: {
            serverAddress: 'http://prometheus-operated.monitoring.svc:9090',
            // All processes of a service report the same durables: the maximum of each, and the sum of those.
            query: `sum(${pending})`,
            // Messages per pod.
            threshold: '100',
          },
        },
      ],
    },
  };
}
