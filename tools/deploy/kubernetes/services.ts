import type { IService, IServiceAccount } from 'kubernetes-models/v1';
import { CONTAINER_PORT } from '../compose/service.ts';
import type { DeployedService } from '../deployed-service.ts';
import { deployment, disruptionBudget } from './deployment.ts';
import { partsOf } from './labels.ts';
import { networkPolicy } from './network-policy.ts';
import { renderManifests } from './render-manifests.ts';

const COMMENT = `
The services: each with a Deployment per role, all from one image. What they have in common is added by the patches in
base/, so that it stands in one place.`;

export function renderServices(services: readonly DeployedService[]): string {
  return renderManifests(
    COMMENT,
    services.flatMap((service) => {
      const parts = partsOf(service);
      return [
        serviceAccount(service),
        ...parts.map((part) => deployment(service, part)),
        ...parts.map(disruptionBudget),
        clusterService(service),
        networkPolicy(service, services),
      ];
    }),
  );
}

/** An identity of its own, for those who grant by identity. It has no rights, and its token is not mounted. */
function serviceAccount({ name }: DeployedService): IServiceAccount {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name },
    automountServiceAccountToken: false,
  };
}

/** Requests go to the processes with the role api; the others serve health and metrics alone. */
function clusterService(service: DeployedService): IService {
  const [api] = partsOf(service);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: service.name, labels: api!.labels },
    spec: {
      selector: api!.selector,
      ports: [{ name: 'http', port: CONTAINER_PORT, targetPort: 'http' }],
    },
  };
}
