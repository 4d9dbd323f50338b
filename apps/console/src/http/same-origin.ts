import { ProblemError } from '@waybill/service';
import { isIP } from 'node:net';

/** What of a request tells who is asking. */
export interface Asked {
  method: string;
  /** Path with query, as it came. */
  url: string;
  headers: Partial<Record<string, string | string[]>>;
}

export interface GuardRules {
  /** Bearer token that changes need; undefined on loopback, where only this machine can ask. */
  token: string | undefined;
  /** Names, with a port where that is none of the usual, under which browsers open it, beside loopback's and plain addresses. */
  hosts: readonly string[];
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
/**
 * What programs ask without being told a name: telemetry comes in at /v1, probes look at the rest. Everything else is
 * guarded, whatever its address looks like: the router decodes before it matches, so that `/%61pi` is `/api` too.
 */
const OPEN = /^\/(v1|health|metrics)(\/|\?|$)/;

/**
 * Why this request must not be answered, or undefined. Two attacks by pages of other sites that a person has open:
 * their name made to point here (DNS rebinding), refused for reads too, and requests sent from there, refused for
 * whatever changes state. Programs that are no browsers send neither `Origin` nor `Sec-Fetch-Site`.
 *
 * A proxy may put another `Host` in the place of the one that the browser asked for: a page's origin is the console's
 * own also where it is one of the listed hosts. `X-Forwarded-Host` adds to a listed name the port, and nothing else.
 */
export function refusalOf({ method, url, headers }: Asked, rules: GuardRules): ProblemError | undefined {
  if (OPEN.test(url)) return undefined;
  const host = textOf(headers.host);
  if (!isOwnHost(host, rules.hosts)) return foreignHost();
  if (READING.has(method)) return undefined;
  const own = [host, ...forwardedHost(textOf(headers['x-forwarded-host']), rules.hosts), ...rules.hosts];
  if (!isSameOrigin(own, textOf(headers.origin), textOf(headers['sec-fetch-site']))) return crossOrigin();
  if (rules.token !== undefined && !isBearer(textOf(headers.authorization), rules.token)) return noToken();
  return undefined;
}

/** An address cannot be made to point elsewhere; only a name can. */
function isOwnHost(host: string, hosts: readonly string[]): boolean {
  const name = nameOf(host);
  if (name === undefined) return false;
  return isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost') || isListed(name, hosts);
}

function isListed(name: string | undefined, hosts: readonly string[]): boolean {
  return name !== undefined && hosts.some((listed) => nameOf(listed) === name);
}

/** Without its port. Undefined where that is no host. */
function nameOf(host: string): string | undefined {
  const url = `http://${host}`;
  return host !== '' && URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : undefined;
}

/** As the first proxy was asked. Anybody can send the header, so only a listed name counts. */
function forwardedHost(header: string, hosts: readonly string[]): string[] {
  const first = header.split(',')[0]!.trim();
  return isListed(nameOf(first), hosts) ? [first] : [];
}

/** An origin leaves out the port that its scheme implies, as the host does that a browser asks for. */
function isSameOrigin(own: readonly string[], origin: string, site: string): boolean {
  if (site === 'cross-site' || site === 'same-site') return false;
  if (origin === '') return true;
  return URL.canParse(origin) && own.some((host) => host.toLowerCase() === new URL(origin).host);
}

function isBearer(authorization: string, token: string): boolean {
  const [scheme = '', shown = ''] = authorization.split(' ');
  return scheme.toLowerCase() === 'bearer' && equal(shown, token);
}

/** Takes as long for a wrong guess as for a right one of the same length. */
function equal(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let at = 0; at < other.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}

const textOf = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? value[0] : value) ?? '';

const foreignHost = () =>
  new ProblemError(
    403,
    'The Host of this request is no name of this console. Open it by its address, or list the name in CONSOLE_HOSTS.',
    { code: 'foreign-host' },
  );

const crossOrigin = () =>
  new ProblemError(
    403,
    'This changes something and comes from a page of another origin. Do it from the console’s own page, or from a program that sends no Origin.',
    { code: 'cross-origin' },
  );

const noToken = () =>
  new ProblemError(
    401,
    'This console can be reached by other machines, so changes need its token: send "Authorization: Bearer <CONSOLE_TOKEN>".',
    { code: 'token-needed', headers: { 'www-authenticate': 'Bearer realm="waybill console"' } },
  );
