import type { DeployedService } from '../deployed-service.ts';
import type { ComposeService } from './compose-file.ts';

/** Where every service listens in its container. */
export const CONTAINER_PORT = 8080;

/** What all containers of our images have in common. */
export const HARDENED: ComposeService = {
  restart: 'unless-stopped',
  read_only: true,
  tmpfs: ['/tmp'],
  cap_drop: ['ALL'],
  security_opt: ['no-new-privileges:true'],
  // SHUTDOWN_GRACE, and what a drain may take: beyond that it would be killed.
  stop_grace_period: '40s',
};

/** What runs several times has no fixed port on the host. */
export interface Deployment {
  readonly roles?: string;
  readonly replicas?: number;
}

export function composeService(
  service: DeployedService,
  all: readonly DeployedService[],
  { roles, replicas }: Deployment = {},
): ComposeService {
  const { name, database } = service;
  const secrets = secretsOf(service);
  const published = replicas === undefined;
  return {
    '<<': HARDENED,
    image: imageOf(name),
    ...(database && { depends_on: READY }),
    ...(secrets.length > 0 && { secrets: secrets.map(({ secret }) => secret) }),
    environment: {
      ...Object.fromEntries(
        secrets.map(({ variable, secret }) => [`${variable}_FILE`, `/run/secrets/${secret}`]),
      ),
      ...(roles !== undefined && { ROLES: roles }),
      ...relationsOf(service, all),
    },
    ...(published && { ports: [`127.0.0.1:\${${portVariable(name)}:-${service.port}}:${CONTAINER_PORT}`] }),
    networks: [...(published ? ['edge'] : []), ...(database ? ['broker', 'databases'] : []), 'telemetry'],
    deploy: {
      ...(replicas !== undefined && { replicas }),
      resources: { limits: { cpus: '1.0', memory: '512M' } },
    },
  };
}

export const imageOf = (name: string) =>
  `\${WAYBILL_REGISTRY:-localhost/waybill}/${name}:\${WAYBILL_VERSION:-0.1.0}`;

export const portVariable = (name: string) => `${name.toUpperCase().replaceAll('-', '_')}_PORT`;

const READY = {
  migrations: { condition: 'service_completed_successfully' },
  nats: { condition: 'service_healthy' },
  postgres: { condition: 'service_healthy' },
};

/** What the console asks exporters of telemetry for. */
export const OTLP_TOKEN = 'otlp-token';

export interface UsedSecret {
  readonly variable: string;
  readonly secret: string;
}

export function secretsOf({ name, database }: DeployedService): UsedSecret[] {
  return [
    ...(database
      ? [
          { variable: 'DATABASE_URL', secret: `${name}-database-url` },
          { variable: 'NATS_URL', secret: `${name}-nats-url` },
        ]
      : []),
    // Each its own: the key of another's data would be of use to a thief alone.
    ...(database && name !== 'console'
      ? [{ variable: 'PERSONAL_DATA_KEY', secret: `${name}-personal-data-key` }]
      : []),
    ...(name === 'console'
      ? [
          { variable: 'CONSOLE_TOKEN', secret: 'console-token' },
          { variable: 'CONSOLE_LOOK_TOKEN', secret: 'console-look-token' },
          { variable: 'CONSOLE_OTLP_TOKEN', secret: OTLP_TOKEN },
        ]
      : [{ variable: 'OTEL_EXPORTER_OTLP_HEADERS', secret: 'otlp-headers' }]),
  ];
}

/** The console shows the others; the others send it their spans and logs. */
export function relationsOf(
  { name }: DeployedService,
  all: readonly DeployedService[],
): Record<string, string> {
  const at = (other: string) => `http://${other}:${CONTAINER_PORT}`;
  const others = all.filter((each) => each.name !== 'console').map((each) => each.name);
  if (name === 'console') return { SERVICE_URLS: others.map((other) => `${other}=${at(other)}`).join(',') };
  return all.some((each) => each.name === 'console') ? { OTEL_EXPORTER_OTLP_ENDPOINT: at('console') } : {};
}
