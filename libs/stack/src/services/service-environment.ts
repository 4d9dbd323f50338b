import type { ServiceName } from '../workspace.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Of the caller's environment, what the stack decides itself: where a service listens, its database, the broker, the
 * other services; and what npm tells the scripts that it runs. Everything else is passed on, so that a setting which a
 * service declares has its effect without being listed here.
 */
const DECIDED_HERE =
  /^(PORT|HOST|NATS_URL|DATABASE_(.*_)?URL(_.*)?|(ORDER|RECOMMENDATION|ANALYTICS)_URL|SUPERVISOR_(URL|TOKEN)|npm_.*|INIT_CWD)$/i;

/** Nothing here has to notice that a service is about to go; long enough to be seen. */
const SHUTDOWN_GRACE = '1s';

/** Whoever sets one of these has decided where spans go, or that there shall be none. */
const OWN_TELEMETRY = /^(OTEL_EXPORTER_OTLP_(.*_)?ENDPOINT|OTEL_SDK_DISABLED|OTEL_TRACES_EXPORTER)$/;

/** What of the stack a service has to know. */
export interface Surroundings {
  /** Where each service that runs listens; the console may be missing. */
  readonly urls: Readonly<Partial<Record<ServiceName, string>>>;
  readonly databaseUrl: string;
  readonly natsUrl: string;
  /** The supervisor's control: for the console alone. */
  readonly control: { readonly url: string; readonly token: string };
}

/** A service's whole environment but for its port: what the caller says goes before what is set here for convenience. */
export function serviceEnvironment(
  name: ServiceName,
  around: Surroundings,
  caller: Environment,
): Record<string, string> {
  const passedOn = Object.fromEntries(
    Object.entries(caller).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !DECIDED_HERE.test(entry[0]),
    ),
  );
  const direct = caller[`DATABASE_DIRECT_URL_${name.toUpperCase()}`];
  const own = {
    DATABASE_URL: around.databaseUrl,
    ...(direct !== undefined && { DATABASE_DIRECT_URL: direct }),
    NATS_URL: around.natsUrl,
    HOST: '127.0.0.1',
  };
  return name === 'console'
    ? { SHUTDOWN_GRACE, ...without(passedOn, /^OTEL_/), ...own, ...forConsole(around) }
    : {
        SHUTDOWN_GRACE,
        WAYBILL_FAULTS: 'on',
        ...telemetryTo(around.urls.console, caller),
        ...without(passedOn, /^CONSOLE_/),
        ...own,
      };
}

/** The console exports nothing of itself: it would watch itself watching. */
function forConsole({ urls, control }: Surroundings): Record<string, string> {
  const services = {
    ORDER_URL: urls.order,
    RECOMMENDATION_URL: urls.recommendation,
    ANALYTICS_URL: urls.analytics,
  };
  return {
    ...Object.fromEntries(
      Object.entries(services).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    SUPERVISOR_URL: control.url,
    SUPERVISOR_TOKEN: control.token,
  };
}

/**
 * The variables that send everything to the console, soon after it happened: somebody watches. None where there is no
 * console, or where the caller has telemetry of his own.
 */
export function telemetryTo(console: string | undefined, caller: Environment): Record<string, string> {
  if (console === undefined || Object.keys(caller).some((key) => OWN_TELEMETRY.test(key))) return {};
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: console,
    // Takes the least of both ends' time together: ADR 18.
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_TRACES_SAMPLER: 'parentbased_always_on',
    OTEL_BSP_SCHEDULE_DELAY: '250',
    OTEL_BLRP_SCHEDULE_DELAY: '250',
    OTEL_METRIC_EXPORT_INTERVAL: '5000',
  };
}

function without(variables: Record<string, string>, names: RegExp): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([key]) => !names.test(key)));
}
