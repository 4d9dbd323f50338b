import { isIP } from 'node:net';
import { commaList, setting, type ServiceConfig } from '@waybill/service';
import { z } from 'zod';

const address = z.url({ protocol: /^https?$/ });

const secret = z.string().min(16, 'must have 16 characters or more');
const origin = address
  .refine(
    (text) => new URL(text).pathname === '/',
    'must have no path: the console is at the root of its host',
  )
  .transform((text) => new URL(text).origin);

/** Nobody on the way reads or changes what is sent to it. */
function isPrivate(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || isLoopback(hostname.replace(/^\[|\]$/g, ''));
}

/** Of `order=http://127.0.0.1:3001`. */
function nameAndUrl(entry: string): [name: string, url: string] {
  const [name = '', ...url] = entry.split('=');
  return [name, url.join('=')];
}

export const settings = {
  serviceUrls: setting(
    'SERVICE_URLS',
    commaList
      .transform((entries) => Object.fromEntries(entries.map(nameAndUrl)))
      .pipe(z.record(z.string().regex(/^[\w-]+$/), address))
      .default({}),
    'The services whose HTTP the pages use, as in order=http://127.0.0.1:3001,analytics=http://127.0.0.1:3003',
  ),
  servicesTokenFile: setting(
    'SERVICES_TOKEN_FILE',
    z.string().min(1).optional(),
    'File with the access token that the console shows to services which ask for one (their AUTH_ISSUER); read at each request, ' +
      'so that it may be renewed',
  ),
  supervisorUrl: setting(
    'SUPERVISOR_URL',
    address.optional(),
    'The embedded stack’s supervisor, which stops and starts its processes; unset if there is none',
  ),
  supervisorToken: setting('SUPERVISOR_TOKEN', z.string().min(16).optional(), 'What the supervisor asks for'),
  authentication: setting(
    'CONSOLE_AUTH',
    z.enum(['on', 'off'], 'must be on or off').optional(),
    'Whether callers must say who they are; default on if a token or a provider is set. Where HOST is not loopback, off has to be said: ' +
      'everybody who reaches the console may then read everything, and change it',
  ),
  token: setting('CONSOLE_TOKEN', secret.optional(), 'Bearer token of the role operate: reads and changes'),
  lookToken: setting('CONSOLE_LOOK_TOKEN', secret.optional(), 'Bearer token of the role look: reads'),
  otlpToken: setting(
    'CONSOLE_OTLP_TOKEN',
    secret.optional(),
    'Bearer token that exporters of telemetry show, with OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20<token>; ' +
      'needed with authentication',
  ),
  url: setting(
    'CONSOLE_URL',
    origin.optional(),
    'Address under which browsers open the console, such as https://console.example; its host counts as listed in CONSOLE_HOSTS',
  ),
  oidcIssuer: setting(
    'CONSOLE_OIDC_ISSUER',
    address.refine(isPrivate, 'must begin with https, except on loopback').optional(),
    'OpenID Connect provider with which browsers sign in; its callback is CONSOLE_URL/auth/callback',
  ),
  oidcClientId: setting(
    'CONSOLE_OIDC_CLIENT_ID',
    z.string().min(1).optional(),
    'Id of the console at the provider',
  ),
  oidcClientSecret: setting(
    'CONSOLE_OIDC_CLIENT_SECRET',
    z.string().min(1).optional(),
    'Secret of the console at the provider; unset for a public client',
  ),
  oidcRoleClaim: setting(
    'CONSOLE_OIDC_ROLE_CLAIM',
    z.string().min(1).default('groups'),
    'Claim of the ID token that decides about the role, such as realm_access.roles',
  ),
  oidcOperate: setting(
    'CONSOLE_OIDC_OPERATE',
    commaList.default([]),
    'Values of that claim that give the role operate',
  ),
  oidcLook: setting(
    'CONSOLE_OIDC_LOOK',
    commaList.default([]),
    'Values of that claim that give the role look',
  ),
  sessionHours: setting(
    'CONSOLE_SESSION_HOURS',
    z.coerce.number().positive().max(720).default(8),
    'How long a browser stays signed in',
  ),
  hosts: setting(
    'CONSOLE_HOSTS',
    commaList.transform((names) => names.map((name) => name.toLowerCase())).default([]),
    'Names, comma-separated, under which browsers open the console, beside localhost, plain addresses and CONSOLE_URL; with the port ' +
      'behind a proxy that listens on none of the usual, unless TRUSTED_PROXIES has it and it sends X-Forwarded-Host',
  ),
  retentionHours: setting(
    'CONSOLE_RETENTION_HOURS',
    z.coerce.number().positive().max(8_760).default(72),
    'How long spans and logs are kept',
  ),
  maxSpans: setting(
    'CONSOLE_MAX_SPANS',
    z.coerce.number().int().min(1_000).default(500_000),
    'Most spans that are kept; the oldest traces go first',
  ),
};

export type ConsoleConfig = ServiceConfig<typeof settings>;

/** Whether callers must say who they are. */
export function isAuthenticated({ authentication, ...callers }: AccessSettings): boolean {
  return authentication === 'on' || (authentication === undefined && hasCallers(callers));
}

/** Browsers use the console over TLS. */
export function isSecure({ url }: Pick<ConsoleConfig, 'url'>): boolean {
  return url?.startsWith('https:') ?? false;
}

type Callers = Pick<ConsoleConfig, 'token' | 'lookToken' | 'oidcIssuer'>;
type AccessSettings = Callers & Pick<ConsoleConfig, 'authentication'>;

/** Somebody could show who they are. */
function hasCallers({ token, lookToken, oidcIssuer }: Callers): boolean {
  return [token, lookToken, oidcIssuer].some((setting) => setting !== undefined);
}

/** Errors of settings that depend on each other. */
export function checkSettings(config: ConsoleConfig): string[] {
  const { authentication, otlpToken, host, servicesTokenFile, supervisorUrl, supervisorToken } = config;
  const isOn = isAuthenticated(config);
  const tokens = [config.token, config.lookToken, otlpToken].filter((token) => token !== undefined);
  return [
    ...(!isOn && authentication === undefined && !isLoopback(host) ? [AUTHENTICATION_MISSING] : []),
    ...(authentication === 'on' && !hasCallers(config) ? [CALLERS_MISSING] : []),
    ...(authentication === 'off' && hasCallers(config) ? [TOKENS_UNUSED] : []),
    ...(isOn && otlpToken === undefined ? [OTLP_TOKEN_MISSING] : []),
    ...(new Set(tokens).size < tokens.length ? [SAME_TOKENS] : []),
    ...providerErrors(config),
    ...(servicesTokenFile && !isOn && !isLoopback(host) ? [SERVICES_TOKEN_OPEN] : []),
    ...(supervisorUrl && !supervisorToken ? [SUPERVISOR_TOKEN_MISSING] : []),
  ];
}

function providerErrors({ oidcIssuer, oidcClientId, oidcOperate, oidcLook, url }: ConsoleConfig): string[] {
  if (oidcIssuer === undefined) return [];
  const needed = 'is not set, and CONSOLE_OIDC_ISSUER is';
  return [
    ...(oidcClientId === undefined ? [`CONSOLE_OIDC_CLIENT_ID: ${needed}`] : []),
    ...(url === undefined ? [`CONSOLE_URL: ${needed}: the provider sends browsers back there`] : []),
    ...(oidcOperate.length + oidcLook.length === 0
      ? [`CONSOLE_OIDC_OPERATE: ${needed}, so that nobody had a role: set it, or CONSOLE_OIDC_LOOK`]
      : []),
  ];
}

const AUTHENTICATION_MISSING =
  'CONSOLE_TOKEN: is not set, and HOST is reachable from other machines, who could replay messages and flip fault ' +
  'switches. Set a token of 16 characters or more, or HOST to 127.0.0.1; or CONSOLE_AUTH to off if everybody who reaches ' +
  'it may do that';
const CALLERS_MISSING =
  'CONSOLE_AUTH: is on, and nobody could show who they are: set CONSOLE_TOKEN, CONSOLE_LOOK_TOKEN, or CONSOLE_OIDC_ISSUER';
const TOKENS_UNUSED =
  'CONSOLE_AUTH: is off, and a token or a provider is set that nobody would be asked for: unset one of the two';
const OTLP_TOKEN_MISSING =
  'CONSOLE_OTLP_TOKEN: is not set, and callers must say who they are: set it, and for the services ' +
  'OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20<token>';
const SAME_TOKENS =
  'CONSOLE_TOKEN, CONSOLE_LOOK_TOKEN, CONSOLE_OTLP_TOKEN: must differ, or who has one would have the rights of another';
const SERVICES_TOKEN_OPEN =
  'SERVICES_TOKEN_FILE: is set, CONSOLE_AUTH is off and HOST is reachable from other machines, who would all act with that ' +
  'token: turn authentication on, or set HOST to 127.0.0.1';
const SUPERVISOR_TOKEN_MISSING =
  'SUPERVISOR_TOKEN: is not set, and SUPERVISOR_URL is (the supervisor refuses who shows none)';

/** 127.0.0.0/8 and ::1, by address or as localhost. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
