import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RouteAccess } from '../auth/route-access.js';
import { IssuerUnavailable, TokenRefused, type Caller, type TokenVerifier } from '../auth/index.js';
import { OPERATIONS } from '../health/operations.controller.js';
import { DOCS } from './open-api.js';
import { ProblemError } from './problem.js';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | undefined;
  }
}

const RETRY_AFTER_S = '5';

/**
 * Refuses requests without a good bearer token (401), or without the scopes of their route (403), before their body is
 * read. Health, metrics and the API's description stay open: a probe has no token, and the description says how to get
 * one.
 */
export function authenticate(server: FastifyInstance, verifier: Pick<TokenVerifier, 'verify'>): void {
  server.addHook('onRequest', async (request) => {
    const { url = '' } = request.routeOptions;
    if (request.is404 || OPERATIONS.has(url) || DOCS.test(url)) return;
    const { public: isPublic = false, scopes = [] } = request.routeOptions.config as RouteAccess;
    const token = bearerTokenOf(request);
    if (token === undefined) {
      if (isPublic) return;
      throw unauthenticated('Send an access token in the header: Authorization: Bearer <token>');
    }
    const caller = await callerOf(token, verifier);
    const missing = scopes.filter((scope) => !caller.scopes.has(scope));
    if (missing.length > 0) throw insufficientScope(scopes, missing);
    request.caller = caller;
  });
}

function bearerTokenOf({ headers: { authorization } }: FastifyRequest): string | undefined {
  if (authorization === undefined) return undefined;
  const [, token] = /^Bearer +([^\s,]+)$/i.exec(authorization) ?? [];
  if (token !== undefined) return token;
  throw unauthenticated('The header Authorization must be: Bearer <token>');
}

async function callerOf(token: string, verifier: Pick<TokenVerifier, 'verify'>): Promise<Caller> {
  try {
    return await verifier.verify(token);
  } catch (error) {
    if (error instanceof TokenRefused) throw unauthenticated(error.message, 'invalid_token');
    if (!(error instanceof IssuerUnavailable)) throw error;
    // Not 401: the token may be good, and the caller must not throw it away.
    throw new ProblemError(503, 'Tokens cannot be verified at the moment; try again.', {
      code: 'token-issuer-unavailable',
      headers: { 'retry-after': RETRY_AFTER_S },
      cause: error,
    });
  }
}

/** RFC 6750, section 3: without a token the challenge has no error. */
function unauthenticated(detail: string, error?: 'invalid_token'): ProblemError {
  const challenge = error ? `Bearer error="${error}", error_description="${quoted(detail)}"` : 'Bearer';
  return new ProblemError(401, detail, {
    code: 'unauthenticated',
    headers: { 'www-authenticate': challenge },
  });
}

function insufficientScope(scopes: readonly string[], missing: readonly string[]): ProblemError {
  return new ProblemError(403, `The token lacks the scope ${missing.join(', ')}`, {
    code: 'insufficient-scope',
    headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scopes.join(' ')}"` },
  });
}

/** RFC 6750 allows neither quotes nor backslashes in a description. */
function quoted(text: string): string {
  return text.replaceAll('"', "'").replaceAll('\\', '/');
}
