import { variableOf } from '../config.js';
import type { ServiceName } from '../workspace.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Of the caller's environment, what the stack decides itself: where a service listens, its database, the broker, the
 * other services; and what npm and Nx tell the scripts that they run. Everything else is passed on, so that a setting which a
 * service declares takes effect without being listed here.
 */
const DECIDED_HERE =
  /^(PORT|HOST|NATS_URL|DATABASE_(.*_)?URL(_.*)?|SERVICE_URLS|SUPERVISOR_(URL|TOKEN)|npm_.*|NX_.*|INIT_CWD)$/i;

/** Short, since no load balancer has to notice that a service is about to stop; long enough to be seen. */
const SHUTDOWN_GRACE = '1s';

/** A caller who sets one of these has decided where spans go, or that there are none. */
const OWN_TELEMETRY = /^(OTEL_EXPORTER_OTLP_(.*_)?ENDPOINT|OTEL_SDK_DISABLED|OTEL_TRACES_EXPORTER)$/;

/** What the services have to know of the stack. */
export interface Surroundings {
  /** Where each service that runs listens; the console may be missing. */
  readonly urls: Readonly<Record<ServiceName, string>>;
  /** Of those that have a database. */
  readonly databaseUrls: Readonly<Record<ServiceName, string>>;
  /** The broker's addresses, with the login of that service if it has one. */
  readonly natsUrlOf: (service: ServiceName) => string;
  /** The file with the master key of personal data. */
  readonly personalDataKeyFile?: string;
  /** Of the streams that the services create; undefined leaves it to them. */
  readonly streamReplicas?: number;
  /** The supervisor's control: for the console alone. */
  readonly control: { readonly url: string; readonly token: string };
}

/** A service's whole environment but for its port. The caller's settings override those set here for convenience. */
export function serviceEnvironment(
  name: ServiceName,
  { urls, databaseUrls, natsUrlOf, personalDataKeyFile, streamReplicas, control }: Surroundings,
  caller: Environment,
): Record<string, string> {
  const passedOn = select(caller, (key) => !DECIDED_HERE.test(key));
  const direct = caller[variableOf(name, 'DATABASE_DIRECT_URL')];
  const own = {
    ...(databaseUrls[name] !== undefined && { DATABASE_URL: databaseUrls[name] }),
    ...(direct !== undefined && { DATABASE_DIRECT_URL: direct }),
    NATS_URL: natsUrlOf(name),
    HOST: '127.0.0.1',
  };
  if (name !== 'console') {
    return {
      SHUTDOWN_GRACE,
      WAYBILL_FAULTS: 'on',
      ...(personalDataKeyFile !== undefined &&
        !('PERSONAL_DATA_KEY' in caller) && { PERSONAL_DATA_KEY_FILE: personalDataKeyFile }),
      ...(streamReplicas !== undefined && { STREAM_REPLICAS: String(streamReplicas) }),
      ...telemetryTo(urls['console'], caller),
      ...select(passedOn, (key) => !key.startsWith('CONSOLE_')),
      ...own,
    };
  }
  const { console: _, ...services } = urls;
  return {
    SHUTDOWN_GRACE,
    // It exports nothing of itself: it would watch itself watching.
    ...select(passedOn, (key) => !key.startsWith('OTEL_')),
    ...own,
    SERVICE_URLS: Object.entries(services)
      .map(([service, url]) => `${service}=${url}`)
      .join(','),
    SUPERVISOR_URL: control.url,
    SUPERVISOR_TOKEN: control.token,
  };
}

/**
 * The variables that send everything to the console within a fraction of a second, since its pages are live. None without
 * a console, or if the caller has set up telemetry.
 */
export function telemetryTo(console: string | undefined, caller: Environment): Record<string, string> {
  if (console === undefined || Object.keys(caller).some((key) => OWN_TELEMETRY.test(key))) return {};
  const token = caller['CONSOLE_OTLP_TOKEN'];
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: console,
    ...(token && { OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${encodeURIComponent(token)}` }),
    // Takes the least time of both ends together: ADR 18.
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_TRACES_SAMPLER: 'parentbased_always_on',
    OTEL_BSP_SCHEDULE_DELAY: '250',
    OTEL_BLRP_SCHEDULE_DELAY: '250',
    OTEL_METRIC_EXPORT_INTERVAL: '5000',
  };
}

function select(variables: Environment, wanted: (key: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && wanted(entry[0]),
    ),
  );
}
