import {
  addressError,
  certificateError,
  credentialsError,
  keyError,
  type BrokerAccess,
} from '@waybill/messaging/jetstream';
import { masterKeyError, type StreamLimits } from '@waybill/messaging/operations';
import { LOG_LEVELS } from '@waybill/telemetry';
import type { TelemetryConfig } from '@waybill/telemetry/register';
import { z } from 'zod';
import { httpSettings } from './http-settings.js';
import { commaList, duration, setting, wholeNumber, type ConfigOf } from './setting.js';

/** What a service process does: by default all three, or any subset, so that each can be scaled alone with the same image. */
export const ROLES = ['api', 'relay', 'consumers'] as const;
export type Role = (typeof ROLES)[number];

/** A refinement of zod from a function that returns why a value cannot be used. */
function refusedBy(errorOf: (value: string) => string | undefined) {
  return (value: string, context: z.RefinementCtx): void => {
    const message = errorOf(value);
    if (message !== undefined) context.addIssue(message);
  };
}

const postgresUrl = z
  .string()
  .regex(
    /^postgres(ql)?:\/\/\S+$/,
    'must be a connection string: postgresql://user:password@host:5432/database',
  )
  .superRefine(refusedBy(tlsFilesError));

/** Why the files that a connection string names for TLS cannot be used; undefined if they can. The driver reads them at each connection, so that they may be rotated. */
function tlsFilesError(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { searchParams } = new URL(url);
  for (const [parameter, errorOf] of Object.entries(TLS_FILES)) {
    const file = searchParams.get(parameter);
    const error = file && errorOf(file);
    if (error) return `${parameter}: ${error}`;
  }
  return undefined;
}

const TLS_FILES = { sslrootcert: certificateError, sslcert: certificateError, sslkey: keyError };

/** The settings that every service has. */
export const baseSettings = {
  databaseUrl: setting(
    'DATABASE_URL',
    postgresUrl,
    "The service's own Postgres database; with TLS: ?sslmode=verify-full&sslrootcert=/path/ca.pem, and sslcert and sslkey where the server asks for a certificate",
  ),
  databaseDirectUrl: setting(
    'DATABASE_DIRECT_URL',
    postgresUrl.optional(),
    'The same database without a pooler (PgBouncer), for the relay and the health probe; default DATABASE_URL',
  ),
  databasePool: setting(
    'DATABASE_POOL',
    wholeNumber(2, 100).default(6),
    'Maximum number of database connections for requests and handlers, a third of them for handlers only; the relay and the health probe use up to three more',
  ),
  databaseQueue: setting(
    'DATABASE_QUEUE',
    wholeNumber(1, 10_000).default(100),
    'Maximum number of requests that wait for a database connection; more are refused with 503 and Retry-After',
  ),
  natsUrl: setting(
    'NATS_URL',
    commaList.pipe(
      z.array(z.string().superRefine(refusedBy(addressError))).min(1, 'must name at least one server'),
    ),
    'NATS servers, comma-separated for a cluster',
  ),
  natsCreds: setting(
    'NATS_CREDS',
    z.string().superRefine(refusedBy(credentialsError)).optional(),
    'Path of a NATS credentials file',
  ),
  natsCa: setting(
    'NATS_CA',
    z.string().superRefine(refusedBy(certificateError)).optional(),
    'Path of the CA certificate for TLS to the servers',
  ),
  natsCert: setting(
    'NATS_CERT',
    z.string().superRefine(refusedBy(certificateError)).optional(),
    "Path of this process's own certificate, for servers that ask for one; with NATS_KEY",
  ),
  natsKey: setting(
    'NATS_KEY',
    z.string().superRefine(refusedBy(keyError)).optional(),
    'Path of the private key of NATS_CERT',
  ),
  namespace: setting(
    'NATS_NAMESPACE',
    z
      .string()
      .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'must be in lower-case kebab case, such as "staging"')
      .max(32)
      .optional(),
    'Prefix of stream names and subjects that separates several platforms on one broker',
  ),
  streamReplicas: setting(
    'STREAM_REPLICAS',
    wholeNumber(1, 5).optional(),
    'Replicas of the streams that this service owns, and of `DEAD`, where every service is to say the same; if unset, existing streams are unchanged and a new one has 1',
  ),
  streamMaxAgeDays: setting(
    'STREAM_MAX_AGE_DAYS',
    wholeNumber(1, 3_650).optional(),
    'How long those streams keep messages; if unset, existing streams are unchanged and a new one keeps them for 90 days',
  ),
  streamMaxBytes: setting(
    'STREAM_MAX_BYTES',
    wholeNumber(1_048_576, Number.MAX_SAFE_INTEGER).optional(),
    'Maximum size of each of those streams; a full stream refuses messages, which then wait in the outbox; if unset, existing streams are unchanged',
  ),
  personalDataKeys: setting(
    'PERSONAL_DATA_KEY',
    commaList
      .pipe(z.array(z.string().superRefine(refusedBy(masterKeyError))).min(1, 'must have at least one key'))
      .optional(),
    'Master key of personal data, 32 bytes in base64 (openssl rand -base64 32); to replace it, put the new key before the old one, comma-separated; needed if the service publishes personal fields',
  ),
  host: setting(
    'HOST',
    z.string().min(1).default('127.0.0.1'),
    'Address to listen on; 0.0.0.0 in a container',
  ),
  port: setting('PORT', wholeNumber(0, 65_535), 'Port to listen on; 0 for any free port'),
  ...httpSettings,
  shutdownGraceMs: setting(
    'SHUTDOWN_GRACE',
    duration(60).prefault('5s'),
    'How long requests are still served after SIGTERM, while the process is not ready: the time that a load balancer needs to notice',
  ),
  roles: setting(
    'ROLES',
    commaList
      .pipe(
        z.array(z.enum(ROLES, `must be one of: ${ROLES.join(', ')}`)).min(1, 'must name at least one role'),
      )
      .transform((roles): ReadonlySet<Role> => new Set(roles))
      .prefault(ROLES.join(',')),
    'What this process does, comma-separated: serve the API, relay the outbox, run consumers',
  ),
  schedules: setting(
    'SCHEDULES',
    z
      .enum(['on', 'off'])
      .default('on')
      .transform((text) => text === 'on'),
    'Whether this process runs schedules, if it has the role consumers; off to hold them: what is due is caught up later',
  ),
  faults: setting(
    'WAYBILL_FAULTS',
    z
      .enum(['on', 'off'])
      .default('off')
      .transform((text) => text === 'on'),
    'Enables fault injection in this process; never in production',
  ),
  logLevel: setting('LOG_LEVEL', z.enum(LOG_LEVELS).default('info'), 'Minimum level of the log lines'),
};

export type BaseConfig = ConfigOf<typeof baseSettings> & {
  /** From OpenTelemetry's own `OTEL_*` variables. */
  readonly telemetry: TelemetryConfig;
};

/** How this process reaches the broker. */
export function brokerAccess({
  natsUrl,
  natsCreds,
  natsCa,
  natsCert,
  natsKey,
}: Pick<BaseConfig, 'natsUrl' | 'natsCreds' | 'natsCa' | 'natsCert' | 'natsKey'>): BrokerAccess {
  return { servers: natsUrl, credentials: natsCreds, ca: natsCa, certificate: natsCert, key: natsKey };
}

/** The configured limits of the streams that a service owns; the others stay as they are on the broker. */
export function streamLimits({
  streamReplicas,
  streamMaxAgeDays,
  streamMaxBytes,
}: Pick<BaseConfig, 'streamReplicas' | 'streamMaxAgeDays' | 'streamMaxBytes'>): StreamLimits {
  return {
    ...(streamReplicas !== undefined && { replicas: streamReplicas }),
    ...(streamMaxAgeDays !== undefined && { maxAgeMs: streamMaxAgeDays * 86_400_000 }),
    ...(streamMaxBytes !== undefined && { maxBytes: streamMaxBytes }),
  };
}
