import type { DeployedService } from '../deployed-service.ts';
import { renderCompose } from './compose-file.ts';
import { composeService, HARDENED } from './service.ts';

const COMMENT = `
The API of each service apart from its work, which runs twice: the relay on one of the two, a partition of a consumer on
one of the two.

  docker compose -f deploy/compose.yaml -f deploy/compose.replicas.yaml up -d`;

export function renderReplicas(services: readonly DeployedService[]): string {
  const withMessages = services.filter(({ name, database }) => database && name !== 'console');
  return renderCompose(COMMENT, {
    'x-service': HARDENED,
    services: Object.fromEntries(
      withMessages.flatMap((service) => [
        [service.name, { environment: { ROLES: 'api' } }],
        [
          `${service.name}-workers`,
          composeService(service, services, { roles: 'relay,consumers', replicas: 2 }),
        ],
      ]),
    ),
  });
}
