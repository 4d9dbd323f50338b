import { isIP } from 'node:net';
import { z } from 'zod';
import { ALGORITHMS } from '../auth/algorithms.js';
import type { TokenVerifierOptions } from '../auth/index.js';
import { commaList, setting, wholeNumber, type ConfigOf } from './setting.js';

/** Keys and tokens must not be replaced on the way. On loopback nobody can. */
const secureUrl = z.string().refine(isSecure, 'must be an https:// address; http:// only on loopback');

function isSecure(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  const isLoopback = /^(127(\.\d+){3}|localhost|\[::1\])$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}

/** `https://shop.example`: what a browser sends as `Origin`. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

/** `10.0.0.7`, `10.0.0.0/8` or `fd00::/8` */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = { 4: 32, 6: 128 }[isIP(address)];
  if (bits === undefined || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
}

/** The settings of a service's HTTP edge. Everything is off or closed unless it is set. */
export const httpSettings = {
  authIssuer: setting(
    'AUTH_ISSUER',
    secureUrl.optional(),
    'OpenID Connect issuer whose access tokens are needed to call the API, exactly as the tokens name it; if unset, everyone may call it',
  ),
  authAudience: setting(
    'AUTH_AUDIENCE',
    commaList.pipe(z.array(z.string()).min(1, 'must name at least one audience')).optional(),
    'Audience that tokens must be for; several, comma-separated, if any of them will do; with AUTH_ISSUER',
  ),
  authAlgorithms: setting(
    'AUTH_ALGORITHMS',
    commaList
      .pipe(
        z
          .array(z.enum(ALGORITHMS, `must be among ${ALGORITHMS.join(', ')}`))
          .min(1, 'must name at least one algorithm'),
      )
      .prefault('RS256,ES256'),
    'Signature algorithms of tokens, comma-separated; others are refused',
  ),
  authJwksUrl: setting(
    'AUTH_JWKS_URL',
    secureUrl.optional(),
    "Address of the issuer's public keys; default: what its /.well-known/openid-configuration names",
  ),
  authOwnerClaim: setting(
    'AUTH_OWNER_CLAIM',
    z.string().default('sub'),
    'Claim of a token with the id of the customer whose data it may reach, where a route limits callers to their own',
  ),
  corsOrigins: setting(
    'CORS_ORIGINS',
    commaList
      .pipe(
        z.array(z.string().refine(isOrigin, 'must be origins without a path, such as https://shop.example')),
      )
      .optional(),
    'Origins whose pages may call the API from a browser, comma-separated; none if unset',
  ),
  rateLimit: setting(
    'RATE_LIMIT',
    wholeNumber(1, 1_000_000).optional(),
    'Maximum number of requests of one client within a minute, per process; a client is the subject of a token, else an address; no limit if unset',
  ),
  trustedProxies: setting(
    'TRUSTED_PROXIES',
    commaList
      .pipe(
        z.array(
          z.string().refine(isNetwork, 'must be IP addresses or networks, such as 10.0.0.7 or 10.0.0.0/8'),
        ),
      )
      .optional(),
    'Addresses or networks of the proxies in front, comma-separated: only their X-Forwarded-For tells the address of a client',
  ),
};

type HttpConfig = ConfigOf<typeof httpSettings>;

/** Errors of settings that depend on each other. */
export function httpConflicts({
  authIssuer,
  authAudience,
  authJwksUrl,
}: Partial<HttpConfig>): readonly string[] {
  if (authIssuer !== undefined) {
    return authAudience
      ? []
      : [
          'AUTH_AUDIENCE: is not set, but AUTH_ISSUER is: set it to the audience of this API, as tokens name it',
        ];
  }
  const set = [authAudience && 'AUTH_AUDIENCE', authJwksUrl && 'AUTH_JWKS_URL'].filter(Boolean);
  return set.map((name) => `${name}: is set, but AUTH_ISSUER is not: set AUTH_ISSUER too, or unset it`);
}

/** How tokens are verified; undefined if everyone may call the API. */
export function tokenSettings(config: Partial<HttpConfig>): TokenVerifierOptions | undefined {
  const { authIssuer: issuer, authAudience: audience, authAlgorithms: algorithms } = config;
  if (issuer === undefined || !audience || !algorithms) return undefined;
  return {
    issuer,
    audience,
    algorithms,
    jwksUrl: config.authJwksUrl,
    ...(config.authOwnerClaim !== undefined && { ownerClaim: config.authOwnerClaim }),
  };
}
