import type { HealthCheck } from '@waybill/messaging/operations';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

export interface IssuerKeysOptions {
  /** The `iss` of its tokens, exactly as they have it. */
  readonly issuer: string;
  /** Where its keys are. Default: what the discovery document of the issuer names. */
  readonly jwksUrl?: string | undefined;
  /** Milliseconds. */
  readonly now?: () => number;
}

/** Keys are fetched again after this time: a withdrawn key is refused from then on. */
const FRESH_MS = 10 * 60_000;
/** If the issuer is down, its keys are used for this long: a withdrawn key works no longer than that. */
const USABLE_MS = 24 * 3_600_000;
/** Least time between two attempts, so that neither an outage nor unknown keys in tokens flood the issuer. */
const ATTEMPT_MS = 5_000;
const TIMEOUT_MS = 5_000;

/** The issuer's keys are needed and cannot be had: nobody can say whether the token is good. */
export class IssuerUnavailable extends Error {
  readonly code = 'ISSUER_UNAVAILABLE';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'IssuerUnavailable';
  }
}

/**
 * The public keys of an OpenID Connect issuer. They are fetched at the first token, again every ten minutes beside the
 * requests, and at once if a token names a key that is not known, as after a rotation. During an outage of the issuer
 * known keys are used for up to 24 hours.
 */
export class IssuerKeys {
  readonly #options: IssuerKeysOptions;
  readonly #now: () => number;
  #keys: ReturnType<typeof createLocalJWKSet> | undefined;
  #fetchedAt = -Infinity;
  #failedAt = -Infinity;
  #failure: IssuerUnavailable | undefined;
  #fetching: Promise<void> | undefined;

  constructor(options: IssuerKeysOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /**
   * The key that signed a token, for `jwtVerify`.
   *
   * @throws IssuerUnavailable; JWKSNoMatchingKey the issuer has no such key
   */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const age = this.#now() - this.#fetchedAt;
    if (age > USABLE_MS) await this.fetch();
    // The failure is kept for the health check; the next request tries again.
    else if (age > FRESH_MS) void this.fetch().catch(() => undefined);
    try {
      return await this.#keys!(header, token);
    } catch (error) {
      const isNew = error instanceof errors.JWKSNoMatchingKey && this.#now() - this.#fetchedAt > ATTEMPT_MS;
      if (!isNew) throw error;
      await this.fetch();
      return this.#keys!(header, token);
    }
  };

  /** @throws IssuerUnavailable also without an attempt, if one failed a moment ago */
  async fetch(): Promise<void> {
    if (this.#failure && this.#now() - this.#failedAt < ATTEMPT_MS) throw this.#failure;
    await (this.#fetching ??= this.#attempt().finally(() => (this.#fetching = undefined)));
  }

  /** Without keys from the issuer, requests with a token fail; with old ones they do not. */
  check(): HealthCheck {
    const check = { name: 'token issuer', role: 'api' } as const;
    if (!this.#failure) return { ...check, status: 'ok' };
    return {
      ...check,
      status: 'degraded',
      detail: this.#failure.message,
      fix: 'check AUTH_ISSUER and AUTH_JWKS_URL, and whether this process reaches them',
    };
  }

  async #attempt(): Promise<void> {
    try {
      this.#keys = createLocalJWKSet(await fetchJson<JSONWebKeySet>(await this.#jwksUrl()));
      this.#fetchedAt = this.#now();
      this.#failure = undefined;
    } catch (cause) {
      this.#failedAt = this.#now();
      this.#failure = new IssuerUnavailable(`the keys of the token issuer: ${reasonOf(cause)}`, { cause });
      throw this.#failure;
    }
  }

  async #jwksUrl(): Promise<string> {
    const { issuer, jwksUrl } = this.#options;
    if (jwksUrl !== undefined) return jwksUrl;
    const url = discoveryUrl(issuer);
    const found = await fetchJson<{ issuer?: unknown; jwks_uri?: unknown }>(url);
    if (found.issuer !== issuer) {
      throw new Error(`${url} is of the issuer "${String(found.issuer)}", not of AUTH_ISSUER ${issuer}`);
    }
    if (typeof found.jwks_uri !== 'string') throw new Error(`${url} names no jwks_uri`);
    return found.jwks_uri;
  }
}

/** OpenID Connect Discovery 1.0, section 4. */
export function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

async function fetchJson<T>(url: string): Promise<T> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`it responds with ${response.status}`);
    return (await response.json()) as T;
  } catch (cause) {
    throw new Error(`${url} cannot be read: ${reasonOf(cause)}`, { cause });
  }
}

/** The innermost reason: `fetch` says only that it failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === 'fetch failed' && error.cause
    ? reasonOf(error.cause)
    : error.message || error.name;
}
