import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { CONTAINER_PORT, secretsOf } from '../compose/service.ts';
import type { DeployedService } from '../deployed-service.ts';
import type { Part } from './labels.ts';
import { secretFiles } from './secret-files.ts';

/** What all Deployments have in common is in base/deployments.yaml. */
export function deployment(service: DeployedService, part: Part): IDeployment {
  const { env, volumeMounts, volumes } = secretFiles(service.name, secretsOf(service));
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: part.name, labels: part.labels },
    spec: {
      replicas: part.replicas,
      selector: { matchLabels: part.selector },
      template: {
        metadata: { labels: part.labels },
        spec: {
          serviceAccountName: service.name,
          containers: [
            {
              name: 'service',
              image: imageOf(service.name),
              envFrom: [{ configMapRef: { name: service.name } }],
              env: [...env, ...(part.roles === undefined ? [] : [{ name: 'ROLES', value: part.roles }])],
              ports: [{ name: 'http', containerPort: CONTAINER_PORT }],
              volumeMounts,
            },
          ],
          volumes,
        },
      },
    },
  };
}

/** Nodes are emptied one pod at a time. With `minAvailable`, a single replica would keep its node from being emptied. */
export function disruptionBudget(part: Part): IPodDisruptionBudget {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: part.name, labels: part.labels },
    spec: { maxUnavailable: 1, selector: { matchLabels: part.selector } },
  };
}

/** An overlay says the registry and the version. */
export const imageOf = (name: string) => `waybill/${name}:version`;
