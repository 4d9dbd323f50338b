import type { DeployedService } from '../deployed-service.ts';
import { renderCompose, type ComposeService } from './compose-file.ts';
import { composeService, HARDENED, imageOf, secretsOf, type UsedSecret } from './service.ts';

export const NATS_IMAGE = '${NATS_IMAGE:-docker.io/library/nats:2.15.1-alpine}';
const POSTGRES_IMAGE = '${POSTGRES_IMAGE:-docker.io/library/postgres:18.4-trixie}';

/** Where `npm run secrets` writes them. */
const SECRETS = '${WAYBILL_SECRETS:-./secrets}';

const COMMENT = `
The whole platform on one machine, from images:

  npm run images      builds them
  npm run secrets     makes what is missing in deploy/secrets
  docker compose -f deploy/compose.yaml up -d

Only the services are published, on this machine's loopback: put a gateway before them. Postgres and the broker are on
networks that lead nowhere else.`;

export function renderPlatform(services: readonly DeployedService[]): string {
  const databases = services.filter(({ database }) => database);
  const secrets = [
    'postgres-password',
    'postgres-url',
    'nats-users.conf',
    ...databases.map(({ name }) => `${name}-owner-url`),
    ...services.flatMap((service) => secretsOf(service).map(({ secret }) => secret)),
  ];
  return renderCompose(COMMENT, {
    'x-service': HARDENED,
    name: 'waybill',
    networks: {
      edge: {},
      broker: { internal: true },
      databases: { internal: true },
      telemetry: { internal: true },
    },
    volumes: { 'nats-data': {}, 'postgres-data': {} },
    secrets: Object.fromEntries(
      [...new Set(secrets)].sort().map((name) => [name, { file: `${SECRETS}/${name}` }]),
    ),
    services: {
      postgres: POSTGRES,
      nats: broker('nats'),
      migrations: migrations(databases),
      ...Object.fromEntries(services.map((service) => [service.name, composeService(service, services)])),
    },
  });
}

const POSTGRES: ComposeService = {
  image: POSTGRES_IMAGE,
  volumes: ['postgres-data:/var/lib/postgresql', './docker/postgres.conf:/etc/postgresql/postgresql.conf:ro'],
  secrets: ['postgres-password'],
  environment: { POSTGRES_PASSWORD_FILE: '/run/secrets/postgres-password' },
  networks: ['databases'],
  command: ['postgres', '-c', 'config_file=/etc/postgresql/postgresql.conf'],
  restart: 'unless-stopped',
  healthcheck: {
    // By TCP: while the image makes a new database it listens on its socket alone.
    test: ['CMD', 'pg_isready', '--host=127.0.0.1', '--username=postgres'],
    ...{ interval: '5s', timeout: '5s', retries: 12, start_period: '60s' },
  },
  read_only: true,
  tmpfs: ['/tmp', '/var/run/postgresql'],
  cap_drop: ['ALL'],
  // The image begins as root, to own its volume, and goes on as postgres.
  cap_add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'],
  security_opt: ['no-new-privileges:true'],
  shm_size: '256m',
  // SIGINT, which the image asks for: sessions end, a checkpoint is written.
  stop_grace_period: '60s',
  deploy: { resources: { limits: { cpus: '2.0', memory: '1G' } } },
};

/** @param name of the server and of its volume; fixed, because the replicas of streams are assigned to it */
export function broker(name: string, more: ComposeService = {}): ComposeService {
  return {
    image: NATS_IMAGE,
    volumes: [`${name}-data:/data`, './docker/nats.conf:/etc/nats/nats.conf:ro'],
    secrets: ['nats-users.conf'],
    networks: ['broker'],
    command: ['--config', '/etc/nats/nats.conf', '--name', name],
    restart: 'unless-stopped',
    healthcheck: {
      test: ['CMD', 'wget', '--quiet', '--spider', 'http://127.0.0.1:8222/healthz'],
      ...{ interval: '5s', timeout: '5s', retries: 12, start_period: '60s' },
    },
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    stop_grace_period: '60s',
    deploy: { resources: { limits: { cpus: '1.0', memory: '512M' } } },
    ...more,
  };
}

/** Runs to its end before the services start. */
function migrations(databases: readonly DeployedService[]): ComposeService {
  const used = migrationSecrets(databases);
  return {
    '<<': HARDENED,
    image: imageOf('migrations'),
    depends_on: { postgres: { condition: 'service_healthy' } },
    secrets: used.map(({ secret }) => secret),
    environment: Object.fromEntries(
      used.map(({ variable, secret }) => [`${variable}_FILE`, `/run/secrets/${secret}`]),
    ),
    networks: ['databases'],
    restart: 'on-failure',
    deploy: { resources: { limits: { cpus: '1.0', memory: '512M' } } },
  };
}

/** Alone they know the logins that own tables. */
export function migrationSecrets(databases: readonly DeployedService[]): UsedSecret[] {
  return [
    { variable: 'DATABASE_ADMIN_URL', secret: 'postgres-url' },
    ...databases.flatMap(({ name }) => {
      const suffix = name.toUpperCase().replaceAll('-', '_');
      return [
        { variable: `DATABASE_URL_${suffix}`, secret: `${name}-database-url` },
        { variable: `DATABASE_OWNER_URL_${suffix}`, secret: `${name}-owner-url` },
      ];
    }),
  ];
}
