import { migrationSecrets } from '../compose/platform.ts';
import { relationsOf, secretsOf } from '../compose/service.ts';
import type { DeployedService } from '../deployed-service.ts';
import { renderManifests } from './render-manifests.ts';

const SERVICES = `
Settings that are no secrets: a ConfigMap per service. Its name ends with a hash of its content, so that a change rolls the
service out. An overlay adds to it with \`behavior: merge\`.`;

export function renderServicesKustomization(services: readonly DeployedService[]): string {
  return renderManifests(SERVICES, [
    {
      ...kustomization('Kustomization'),
      resources: ['services.yaml', 'migrations.yaml'],
      configMapGenerator: services.map((service) => ({
        name: service.name,
        literals: Object.entries(relationsOf(service, services)).map(([key, value]) => `${key}=${value}`),
      })),
    },
  ]);
}

const SECRETS = `
Secrets of the overlay local: \`npm run secrets -- deploy/kubernetes/overlays/local/secrets\` makes the files, which Git
ignores. Each Secret has what its own pods read, and no more.`;

export function renderLocalSecrets(services: readonly DeployedService[]): string {
  const databases = services.filter(({ database }) => database);
  const secrets = {
    postgres: ['postgres-password'],
    nats: ['nats-users.conf'],
    migrations: migrationSecrets(databases).map(({ secret }) => secret),
    ...Object.fromEntries(
      services
        .map((service): [string, string[]] => [service.name, secretsOf(service).map(({ secret }) => secret)])
        .filter(([, files]) => files.length > 0),
    ),
  };
  return renderManifests(SECRETS, [
    {
      ...kustomization('Kustomization'),
      secretGenerator: Object.entries(secrets).map(([name, files]) => ({ name, files })),
    },
  ]);
}

function kustomization(kind: string) {
  return { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind };
}
