import { ProblemError } from '@waybill/service';
import { isIP } from 'node:net';

/** The part of a request that shows where it comes from. */
interface Origin {
  method: string;
  /** Path with query, as received. */
  url: string;
  headers: Partial<Record<string, string | string[]>>;
  /** As a trusted proxy says that it was asked for; without one as `Host` says. */
  host: string;
}

/** Methods that change nothing. */
export const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/**
 * Open to programs under any name: probes, and exporters of telemetry. Everything else is guarded, however its address is
 * written: the router decodes before it matches, so `/%61pi` is `/api` too.
 */
const PROBES = /^\/(health|metrics)(\/|\?|$)/;
const INTAKE = /^\/v1(\/|\?|$)/;

/** A request with a cookie is a browser's, which may be signed in. */
function isOpen({ url, headers }: Origin): boolean {
  return PROBES.test(url) || (INTAKE.test(url) && headers['cookie'] === undefined);
}

/**
 * Stops two attacks by pages of other sites that a user has open: a name of theirs that resolves to this address (DNS
 * rebinding), refused for reads too, and requests from such pages, refused if they change something. Programs other than browsers send neither `Origin` nor `Sec-Fetch-Site`.
 *
 * A proxy may replace the `Host` that the browser asked for: an origin is also the console's own if it is one of the
 * listed hosts, on any port that a trusted proxy says the browser asked for in `X-Forwarded-Host`.
 *
 * @param hosts names of the console beside loopback's and plain addresses, with a port if browsers use another one than
 *   the usual
 * @throws ProblemError 403
 */
export function refuseForeign(request: Origin, hosts: readonly string[]): void {
  if (isOpen(request)) return;
  const { method, headers, host: asked } = request;
  const header = (name: string) => [headers[name]].flat()[0] ?? '';
  const host = header('host');
  if (!isOwnHost(host, hosts)) {
    throw new ProblemError(
      403,
      'The Host of this request is not a name of this console. Open it by its address, or list the name in CONSOLE_HOSTS.',
      { code: 'foreign-host' },
    );
  }
  if (READING.has(method)) return;
  const own = [host, ...(isListed(nameOf(asked), hosts) ? [asked] : []), ...hosts];
  if (!isSameOrigin(own, header('origin'), header('sec-fetch-site'))) {
    throw new ProblemError(
      403,
      'This request changes something and comes from a page of another origin. Use the console’s own page, or a program that sends no Origin.',
      { code: 'cross-origin' },
    );
  }
}

/** Nobody can make an address point elsewhere; that is possible for names only. */
function isOwnHost(host: string, hosts: readonly string[]): boolean {
  const name = nameOf(host);
  if (name === undefined) return false;
  return isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost') || isListed(name, hosts);
}

function isListed(name: string | undefined, hosts: readonly string[]): boolean {
  return name !== undefined && hosts.some((listed) => nameOf(listed) === name);
}

/** Without the port. Undefined if it is not a host. */
function nameOf(host: string): string | undefined {
  return host === '' ? undefined : URL.parse(`http://${host}`)?.hostname.replace(/^\[|\]$/g, '');
}

/** An origin leaves out its scheme's default port, and so does the host that a browser asks for. */
function isSameOrigin(own: readonly string[], origin: string, site: string): boolean {
  if (site === 'cross-site' || site === 'same-site') return false;
  return origin === '' || own.some((host) => host.toLowerCase() === URL.parse(origin)?.host);
}
