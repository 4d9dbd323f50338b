import { addressFault, certificateFault, credentialsFault } from '@waybill/messaging/jetstream';
import type { StreamLimits } from '@waybill/messaging';
import { LOG_LEVELS } from '@waybill/telemetry';
import type { TelemetryConfig } from '@waybill/telemetry/register';
import { z } from 'zod';
import { commaList, setting, type ConfigOf } from './setting.js';

/** What a service process does. All three by default; any subset, so that each scales alone with the same image. */
export const ROLES = ['api', 'relay', 'consumers'] as const;
export type Role = (typeof ROLES)[number];

/** A check that says why a value cannot be used, as one of zod's. */
function refusedBy(faultOf: (value: string) => string | undefined) {
  return (value: string, context: z.RefinementCtx): void => {
    const message = faultOf(value);
    if (message !== undefined) context.addIssue(message);
  };
}

function wholeNumber(least: number, most: number) {
  const rule = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number(rule).int(rule).min(least, rule).max(most, rule);
}
const postgresUrl = z
  .string()
  .regex(
    /^postgres(ql)?:\/\/\S+$/,
    'must be a connection string: postgresql://user:password@host:5432/database',
  );

/** `5s`, `500ms`, `0`; seconds where it has no unit. In milliseconds. */
const duration = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s)?$/, 'must be a duration: 5s, 500ms')
  .transform((text) => Number.parseFloat(text) * (text.endsWith('ms') ? 1 : 1_000));

/** What every service is told. */
export const baseSettings = {
  databaseUrl: setting('DATABASE_URL', postgresUrl, "The service's own Postgres database"),
  databaseDirectUrl: setting(
    'DATABASE_DIRECT_URL',
    postgresUrl.optional(),
    'The same database past a pooler (PgBouncer), for the relay and the health probe; DATABASE_URL where there is none',
  ),
  databasePool: setting(
    'DATABASE_POOL',
    wholeNumber(2, 100).default(6),
    'Most connections to the database that requests and handlers use at once; the relay and the health probe take up to three more',
  ),
  natsUrl: setting(
    'NATS_URL',
    commaList.pipe(
      z.array(z.string().superRefine(refusedBy(addressFault))).min(1, 'must name at least one server'),
    ),
    'NATS servers, comma-separated for a cluster',
  ),
  natsCreds: setting(
    'NATS_CREDS',
    z.string().superRefine(refusedBy(credentialsFault)).optional(),
    'Path of a NATS credentials file',
  ),
  natsCa: setting(
    'NATS_CA',
    z.string().superRefine(refusedBy(certificateFault)).optional(),
    "Path of the certificate authority of the servers' TLS",
  ),
  namespace: setting(
    'NATS_NAMESPACE',
    z
      .string()
      .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'must be lower-case kebab tokens, as in "staging"')
      .max(32)
      .optional(),
    'The part of the broker that this platform has for itself: one for each of several on one broker',
  ),
  streamReplicas: setting(
    'STREAM_REPLICAS',
    wholeNumber(1, 5).optional(),
    'Copies of the streams that this service owns; unset keeps what the broker has, 1 for a new stream',
  ),
  streamMaxAgeDays: setting(
    'STREAM_MAX_AGE_DAYS',
    wholeNumber(1, 3_650).optional(),
    'How long their messages stay; unset keeps what the broker has, 90 days for a new stream',
  ),
  streamMaxBytes: setting(
    'STREAM_MAX_BYTES',
    wholeNumber(1_048_576, Number.MAX_SAFE_INTEGER).optional(),
    'How large each may grow before it refuses messages, which then wait in the outbox; unset keeps what the broker has',
  ),
  host: setting(
    'HOST',
    z.string().min(1).default('127.0.0.1'),
    'Address to listen on; 0.0.0.0 in a container',
  ),
  port: setting('PORT', wholeNumber(0, 65_535), 'Port to listen on; 0 takes a free one'),
  shutdownGraceMs: setting(
    'SHUTDOWN_GRACE',
    duration.pipe(z.number().max(60_000, 'must be at most 60s')).default(5_000),
    'How long requests are still served after SIGTERM, while readiness says no: as long as a load balancer takes to notice',
  ),
  roles: setting(
    'ROLES',
    commaList
      .pipe(z.array(z.enum(ROLES, `must be of: ${ROLES.join(', ')}`)).min(1, 'must name at least one role'))
      .transform((roles): ReadonlySet<Role> => new Set(roles))
      .default(new Set(ROLES)),
    'What this process does, comma-separated: serve the API, relay the outbox, run consumers',
  ),
  faults: setting(
    'WAYBILL_FAULTS',
    z
      .enum(['on', 'off'])
      .default('off')
      .transform((text) => text === 'on'),
    'Whether faults may be switched on in this process, to see what they do; never in production',
  ),
  logLevel: setting('LOG_LEVEL', z.enum(LOG_LEVELS).default('info'), 'Least severe log line to write'),
};

export type BaseConfig = ConfigOf<typeof baseSettings> & {
  /** What OpenTelemetry's own `OTEL_*` variables say. */
  readonly telemetry: TelemetryConfig;
};

/** What of the streams that a service owns is configured; what is not stays as the broker has it. */
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
