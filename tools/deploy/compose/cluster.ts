import type { DeployedService } from '../deployed-service.ts';
import { renderCompose } from './compose-file.ts';
import { broker } from './platform.ts';

const NAMES = ['nats', 'nats-2', 'nats-3'];

const COMMENT = `
Three brokers, each stream on all of them:

  docker compose -f deploy/compose.yaml -f deploy/compose.cluster.yaml up -d

On one machine this shows how it works. It protects from the loss of a machine only where each broker has its own.`;

export function renderCluster(services: readonly DeployedService[]): string {
  const routes = NAMES.map((name) => `nats://${name}:6222`).join(',');
  const member = (name: string) =>
    broker(name, {
      command: [
        ...['--config', '/etc/nats/nats.conf', '--name', name],
        ...['--cluster_name', 'waybill', '--cluster', 'nats://0.0.0.0:6222', '--routes', routes],
      ],
    });
  const withMessages = services.filter(({ name, database }) => database && name !== 'console');
  const [, ...added] = NAMES;
  return renderCompose(COMMENT, {
    volumes: Object.fromEntries(added.map((name) => [`${name}-data`, {}])),
    services: {
      nats: { command: member('nats')['command'] },
      ...Object.fromEntries(added.map((name) => [name, member(name)])),
      ...Object.fromEntries(
        withMessages.map(({ name }) => [name, { environment: { STREAM_REPLICAS: '3' } }]),
      ),
    },
  });
}
